"""OpenTelemetry's own instrumentations, brought and set up by the function: theirs are the spans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import otel_lambda
from conftest import VERSIONS, install, install_instrumentations
from environment import Environment

Start = Callable[..., Environment]

CODE = """
import os, sys
sys.path[:0] = os.environ["PACKAGES"].split(":")
from opentelemetry.instrumentation.%(module)s import %(name)s

ADDRESS = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/missing"
instrumentor = %(name)s()
instrumentor.instrument()
%(call)s

def handler(event, context):
    answer = call()
    if event.get("undo"):
        instrumentor.uninstrument()
        answer = call()
    return answer
"""

CASES = {
    "requests": (
        "RequestsInstrumentor",
        "import requests\ndef call(): return requests.get(ADDRESS).status_code",
        ["requests==2.34.2", "urllib3>=2"],
        "GET",
        "urllib3",
    ),
    "httpx": (
        "HTTPXClientInstrumentor",
        "import httpx\ndef call(): return httpx.get(ADDRESS).status_code",
        [f"httpx=={VERSIONS['httpx'][-1]}"],
        "GET",
        "httpx",
    ),
    "aiohttp-client": (
        "AioHttpClientInstrumentor",
        """import aiohttp, asyncio
async def get():
    async with aiohttp.ClientSession() as session, session.get(ADDRESS) as response:
        return response.status
def call(): return asyncio.run(get())""",
        [f"aiohttp=={VERSIONS['aiohttp'][-1]}"],
        "GET",
        "aiohttp_client",
    ),
    "botocore": (
        "BotocoreInstrumentor",
        """import boto3
address = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
client = boto3.client("kms", "eu-central-1", endpoint_url=address, aws_access_key_id="a", aws_secret_access_key="b")
def call(): return client.list_keys()["ResponseMetadata"]["HTTPStatusCode"]""",
        [f"boto3=={VERSIONS['boto3'][-1]}", "moto[dynamodb,sqs,sns]==5.2.5"],
        "KMS.ListKeys",
        "botocore",
    ),
    "sqlite3": (
        "SQLite3Instrumentor",
        """import sqlite3
def call():
    cursor = sqlite3.connect(":memory:").cursor()
    cursor.execute("SELECT 1")
    return cursor.fetchone()[0]""",
        [],
        "SELECT",
        "sqlite3",
    ),
}


@pytest.mark.parametrize("library", CASES)
def test_call_is_one_span_by_the_function_s_own_package(function: Start, python: str, library: str) -> None:
    name, call, requirements, span_name, own = CASES[library]
    module = library.replace("-", "_")
    folders = [install_instrumentations(python)]
    if requirements:
        folders.append(install(python, *requirements))
    code = CODE % {"module": module, "name": name, "call": call}
    variables = {"PACKAGES": ":".join(folders)}
    environment = function(code, variables)
    bare = function(code, variables, layer=None)
    invocation = environment.invoke()
    assert not invocation.error, environment.log.decode()
    assert invocation.body == bare.invoke().body
    # below the function's span, and once it is taken back, by the layer again
    call_span, invoked = environment.backend.spans
    assert (call_span.name, invoked.name) == (span_name, "my-function")
    assert call_span.parent_span_id == invoked.span_id
    theirs = ("opentelemetry.instrumentation." + module, False)
    assert _scopes(environment) == [theirs]
    environment.invoke({"undo": True})
    assert _scopes(environment) == [theirs, theirs, ("opentelemetry.instrumentation." + own, True)]
    assert environment.log == bare.log


def _scopes(environment: Environment) -> list[tuple[str, bool]]:
    """Returns the scope of each call, in their order, and whether it is the layer's."""
    calls = [
        (span.start_time_unix_nano, scope.scope.name, scope.scope.version == otel_lambda.VERSION)
        for scope in environment.backend.scopes
        for span in scope.spans
        if span.kind == 3
    ]
    return [(name, by_layer) for _, name, by_layer in sorted(calls)]
