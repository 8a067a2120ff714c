from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, versions
from environment import Environment
from reference import described, reference, without

Start = Callable[..., Environment]

CODE = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import httpx

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

async def asynchronous():
    async with httpx.AsyncClient() as client:
        one, two = await asyncio.gather(client.post(BASE + "/v1/none?a=1", content=b"{}"), client.get(BASE + "/missing"))
        return [one.status_code, two.status_code]

def handler(event, context):
    with httpx.Client(headers={"own": "header"}) as client:
        response = client.post(BASE + "/v1/none", content=b"{}")
        answers = [response.status_code, response.request.headers["own"], sorted(response.request.headers)]
        answers.append(client.get(BASE + "/missing").status_code)
    try:
        httpx.get("http://127.0.0.1:1/nobody")
    except httpx.ConnectError as error:
        answers.append(str(error))
    return answers + asyncio.run(asynchronous())
"""


@pytest.mark.parametrize("version", versions("httpx"))
def test_requests_have_the_spans_of_the_reference(function: Start, python: str, version: str) -> None:
    library = [f"httpx=={version}"]
    variables = {"PACKAGES": install(python, *library)}
    environment = function(CODE, variables)
    bare = function(CODE, variables, layer=None)
    invocation = environment.invoke()
    assert invocation.body == bare.invoke().body
    calls = environment.backend.spans[:-1]
    answer, expected = reference(
        CODE,
        library,
        "httpx",
        "HTTPXClientInstrumentor",
        {"AWS_LAMBDA_RUNTIME_API": environment.address},
    )
    # the reference changes the function's own request
    answer[2] = [name for name in answer[2] if name != "traceparent"]
    assert json.loads(invocation.body) == answer
    key = lambda span: (span[2]["url.full"], span[0])  # noqa: E731
    assert sorted(without(described(calls), "error.type"), key=key) == sorted(
        # it takes the server's name for the peer's address, and leaves out the error's module
        without(expected, "network.peer.address", "network.peer.port", "error.type"),
        key=key,
    )
    sent = {
        headers["traceparent"].split("-")[2]
        for path, headers, _ in environment.backend.requests
        if path.startswith("/v1/none") and "traceparent" in headers
    }
    assert sent >= {span.span_id.hex() for span in calls if span.name == "POST"}
    assert environment.log == b""
