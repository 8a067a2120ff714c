from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import servers
from conftest import install, versions
from environment import Environment, attributes
from reference import described, reference

Start = Callable[..., Environment]

IMPORTS = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import grpc

def refused(call):
    try:
        return list(call())
    except grpc.RpcError as error:
        return [error.code().name, error.details()]
"""

SYNCHRONOUS = """
class Own(grpc.UnaryUnaryClientInterceptor):
    def intercept_unary_unary(self, continuation, details, request):
        return continuation(details, request)

def handler(event, context):
    with grpc.insecure_channel(os.environ["ADDRESS"]) as channel:
        get = channel.unary_unary("/shop.Orders/Get")
        answers = [get(b"1"), get(b"1", None, [("own", "value")]), get.with_call(b"1")[0], get.future(b"1").result()]
        answers.append(grpc.intercept_channel(channel, Own()).unary_unary("/shop.Orders/Get")(b"1"))
        answers.append(refused(lambda: channel.unary_unary("/shop.Orders/Fail")(b"1")))
        answers.append(list(channel.unary_stream("/shop.Orders/List")(b"1")))
        answers.append(refused(lambda: channel.unary_stream("/shop.Orders/FailLater")(b"1")))
        answers.append(channel.stream_unary("/shop.Orders/Put")(iter([b"1", b"2"])))
        answers.append(list(channel.stream_stream("/shop.Orders/Talk")(iter([b"1", b"2"]))))
        return eval(repr(answers).replace("b'", "'").replace('b"', '"'))
"""

ASYNCHRONOUS = """
async def calls():
    async with grpc.aio.insecure_channel(os.environ["ADDRESS"]) as channel:
        get = channel.unary_unary("/shop.Orders/Get")
        answers = [await get(b"1"), await get(b"1", metadata=(("own", "value"),))]
        try:
            await channel.unary_unary("/shop.Orders/Fail")(b"1")
        except grpc.RpcError as error:
            answers.append([error.code().name, error.details()])
        answers.append([each async for each in channel.unary_stream("/shop.Orders/List")(b"1")])
        return eval(repr(answers).replace("b'", "'").replace('b"', '"'))

def handler(event, context):
    return asyncio.run(calls())
"""

NAMES = {
    "synchronous": ["Get", "Get", "Get", "Get", "Get", "Fail", "List", "FailLater", "Put", "Talk"],
    "asynchronous": ["Get", "Get", "Fail", "List"],
}


@pytest.mark.parametrize("version", versions("grpcio"))
@pytest.mark.parametrize(
    ("style", "code", "instrumentor"),
    [
        ("synchronous", IMPORTS + SYNCHRONOUS, "GrpcInstrumentorClient"),
        ("asynchronous", IMPORTS + ASYNCHRONOUS, "GrpcAioInstrumentorClient"),
    ],
    ids=["synchronous", "asynchronous"],
)
def test_calls_have_the_spans_of_the_reference(
    function: Start, python: str, version: str, style: str, code: str, instrumentor: str
) -> None:
    library = [f"grpcio=={version}"]
    packages = install(python, *library)
    with servers.grpc(python, packages) as address:
        variables = {"PACKAGES": packages, "ADDRESS": address}
        environment = function(code, variables)
        invocation = environment.invoke()
        assert not invocation.error, invocation.body
        bare = function(code, variables, layer=None).invoke()
        _, expected = reference(code, library, "grpc", instrumentor, {"ADDRESS": address})
    assert json.loads(bare.body) == json.loads(
        invocation.body.replace(b", 'traceparent'", b"").replace(b"'traceparent'", b"")
    )
    assert invocation.body.count(b"traceparent") == NAMES[style].count("Get") + NAMES[style].count("List")
    spans = described(environment.backend.spans)
    assert [name for name, _, _, _ in spans] == [f"shop.Orders/{name}" for name in NAMES[style]]
    # the conventions have the whole name in rpc.method, and the status by its name
    host, port = address.split(":")
    # older versions do not tell it
    is_known = style == "synchronous" or "server.address" in spans[0][2]
    server = {"server.address": host, "server.port": int(port)} if is_known else {}
    codes = {0: "OK", 5: "NOT_FOUND", 15: "DATA_LOSS"}
    now = []
    for name, kind, values, status in expected:
        code_name = codes[values["rpc.grpc.status_code"]]
        failed = {} if code_name == "OK" else {"error.type": code_name}
        now.append(
            (
                name.lstrip("/"),
                kind,
                {
                    "rpc.system.name": values["rpc.system"],
                    "rpc.method": f"{values['rpc.service']}/{values['rpc.method']}",
                    "rpc.response.status_code": code_name,
                    **server,
                    **failed,
                },
                status,
            )
        )
    assert sorted(spans, key=str) == sorted(now, key=str)
    sent = environment.backend.spans
    (invoked,) = (each for each in sent if each.name == "my-function")
    assert {each.parent_span_id for each in sent if each.name != "my-function"} == {invoked.span_id}
    assert environment.otel_lines == []


def test_server_that_is_not_there_is_an_error(function: Start, python: str) -> None:
    code = (
        IMPORTS
        + """
def handler(event, context):
    with grpc.insecure_channel("dns:///127.0.0.1:1") as channel:
        return refused(lambda: channel.unary_unary("/shop.Orders/Get")(b"1", timeout=5))[0]
"""
    )
    environment = function(code, {"PACKAGES": install(python, f"grpcio=={versions('grpcio')[-1]}")})
    assert environment.invoke().body == b'"UNAVAILABLE"'
    span = environment.backend.spans[0]
    values = attributes(span)
    assert (values["error.type"], values["server.address"], values["server.port"]) == (
        "UNAVAILABLE",
        "127.0.0.1",
        1,
    )
    assert span.status.code == 2
