from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, versions
from environment import Environment
from reference import described, invoked_as_bare, reference, without

Start = Callable[..., Environment]

CODE = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import aiohttp

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

async def asynchronous():
    answers = []
    async with aiohttp.ClientSession(headers={"own": "header"}) as session:
        own = {"second": "header"}
        async with session.post(BASE + "/v1/none?a=1", data=b"{}", params={"b": "2"}, headers=own) as response:
            sent = response.request_info.headers
            answers += [response.status, sent["own"], sent["second"], sorted(own), str(response.url).split("?")[1]]
        async with session.get(BASE + "/missing") as response:
            answers.append(response.status)
        try:
            await session.get("http://127.0.0.1:1/nobody")
        except aiohttp.ClientConnectorError as error:
            answers.append(str(error))
    return answers

def handler(event, context):
    return asyncio.run(asynchronous())
"""


@pytest.mark.parametrize("version", versions("aiohttp"))
def test_requests_have_the_spans_of_the_reference(function: Start, python: str, version: str) -> None:
    library = [f"aiohttp=={version}"]
    variables = {"PACKAGES": install(python, *library)}
    environment, _, invocation = invoked_as_bare(function, CODE, variables)
    calls = environment.backend.spans[:-1]
    server = {"AWS_LAMBDA_RUNTIME_API": environment.address}
    answer, expected = reference(CODE, library, "aiohttp-client", "AioHttpClientInstrumentor", server)
    assert json.loads(invocation.body) == answer
    spans = described(calls)
    assert [values["network.protocol.version"] for _, _, values, _ in spans[:2]] == ["1.1", "1.1"]
    assert [values["error.type"].rsplit(".")[-1] for _, _, values, _ in spans[1:]] == [
        "404",
        "ClientConnectorError",
    ]
    assert without(spans, "network.protocol.version", "error.type") == without(expected, "error.type")
    sent = {
        headers["traceparent"].split("-")[2]
        for path, headers, _ in environment.backend.requests
        if path.startswith("/v1/none") and "traceparent" in headers
    }
    assert calls[0].span_id.hex() in sent
    assert environment.log == b""
