"""The opentelemetry-api that a function brings, of each version, and its own SDK beside the layer's."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, install_sdk, versions
from environment import Environment, attributes

Start = Callable[..., Environment]

CODE = """
import sys, os
sys.path[:0] = os.environ["PACKAGES"].split(":")
import asyncio, threading
from opentelemetry import baggage, context, propagate, trace

tracer = trace.get_tracer("my.scope", "1.2")

def in_thread(ctx, carrier):
    token = context.attach(ctx)
    with tracer.start_as_current_span("thread"):
        propagate.inject(carrier)
    context.detach(token)

async def in_task(name):
    with tracer.start_as_current_span(name):
        await asyncio.sleep(0)
        with tracer.start_as_current_span(name + " child", kind=trace.SpanKind.CLIENT, attributes={"a": 1}):
            await asyncio.sleep(0)

async def tasks():
    await asyncio.gather(in_task("first"), in_task("second"))

def handler(event, ctx):
    current = trace.get_current_span()
    current.set_attribute("own", "value")
    found = trace.get_current_span().get_span_context()
    token = context.attach(baggage.set_baggage("user", "7"))
    carrier = {}
    with tracer.start_as_current_span("outer") as outer:
        outer.add_event("event", {"k": "v"})
        outer.add_link(found) if hasattr(outer, "add_link") else None
        thread = threading.Thread(target=in_thread, args=(context.get_current(), carrier))
        thread.start()
        thread.join()
        asyncio.run(tasks())
        try:
            with tracer.start_as_current_span("failing"):
                raise ValueError("no")
        except ValueError:
            pass
        with trace.use_span(trace.NonRecordingSpan(found)):
            tracer.start_span("wrapped").end()
        extracted = propagate.extract({"traceparent": "00-" + "1" * 32 + "-" + "2" * 16 + "-01"})
        tracer.start_span("remote", context=extracted, links=[trace.Link(found)]).end()
    context.detach(token)
    return [carrier, isinstance(current, trace.Span), current.is_recording(), found.is_valid,
        trace.format_trace_id(found.trace_id), type(found).__name__, found.trace_state.get("a"), baggage.get_baggage("user")]
"""


@pytest.mark.parametrize("version", versions("opentelemetry-api", oldest=True))
def test_spans_by_the_api_join_the_trace(function: Start, python: str, version: str) -> None:
    # what the oldest of them asks for is in setuptools
    more = ["setuptools<81"] if version == "1.15.0" else []
    packages = install(python, f"opentelemetry-api=={version}", *more)
    environment = function(CODE, {"PACKAGES": packages, "OTEL_PROPAGATORS": "tracecontext,baggage,xray"})
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    invocation = environment.invoke(
        {"headers": {"traceparent": f"00-{trace_id}-b7ad6b7169203331-01", "tracestate": "a=b"}}
    )
    assert not invocation.error, environment.log.decode()
    answer = json.loads(invocation.body)
    assert answer[1:] == [True, True, True, trace_id, "SpanContext", "b", None]
    spans = {span.name: span for span in environment.backend.spans}
    parents = {name: _parent(span, spans) for name, span in spans.items()}
    assert parents == {
        "my-function": "b7ad6b7169203331",
        "outer": "my-function",
        "thread": "outer",
        "first": "outer",
        "second": "outer",
        "first child": "first",
        "second child": "second",
        "failing": "outer",
        "wrapped": "my-function",
        "remote": "2" * 16,
    }
    assert answer[0]["traceparent"] == f"00-{trace_id}-{spans['thread'].span_id.hex()}-01"
    assert answer[0]["baggage"] == "user=7"
    assert "X-Amzn-Trace-Id" in answer[0]
    assert attributes(spans["my-function"])["own"] == "value"
    assert spans["first child"].kind == 3
    assert spans["failing"].status.message == "ValueError: no"
    assert spans["remote"].links[0].span_id == spans["my-function"].span_id
    assert environment.otel_lines == []


def _parent(span: object, spans: dict[str, object]) -> str:
    parent = span.parent_span_id  # type: ignore[attr-defined]
    names = [name for name, each in spans.items() if each.span_id == parent]  # type: ignore[attr-defined]
    return names[0] if names else parent.hex()


SDK_CODE = """
import sys, os
sys.path[:0] = os.environ["PACKAGES"].split(":")
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("mine")

def handler(event, context):
    with tracer.start_as_current_span("own") as span:
        with tracer.start_as_current_span("inner"):
            pass
    return [[s.name, "%032x" % s.context.trace_id, "%016x" % s.parent.span_id] for s in exporter.get_finished_spans()]
"""


@pytest.mark.parametrize("version", versions("opentelemetry-sdk", oldest=True))
def test_sdk_of_the_function_lives_beside_the_layer(function: Start, python: str, version: str) -> None:
    environment = function(SDK_CODE, {"PACKAGES": install_sdk(python, version)})
    invocation = environment.invoke()
    assert not invocation.error, environment.log.decode()
    (span,) = environment.backend.spans
    inner, own = json.loads(invocation.body)
    assert own == ["own", span.trace_id.hex(), span.span_id.hex()]
    assert inner[:2] == ["inner", span.trace_id.hex()]
    assert environment.log == b""


EXPORTER = """
import os, sys, urllib.request
sys.path[:0] = os.environ["PACKAGES"].split(":")
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

URL = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/v1/own"
sent = []

class Exporter(SpanExporter):
    def export(self, spans):
        sent.append(urllib.request.urlopen(urllib.request.Request(URL, b"")).status)
        return SpanExportResult.SUCCESS

provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(Exporter()))
tracer = provider.get_tracer("mine")

def handler(event, context):
    with tracer.start_as_current_span("own"):
        urllib.request.urlopen(urllib.request.Request(URL, b"")).read()
    return sent
"""


@pytest.mark.parametrize("version", versions("opentelemetry-sdk", oldest=True))
def test_exports_of_the_function_s_own_sdk_are_no_calls(function: Start, python: str, version: str) -> None:
    environment = function(EXPORTER, {"PACKAGES": install_sdk(python, version)})
    assert environment.invoke().body == b"[200]", environment.log.decode()
    assert [span.name for span in environment.backend.spans] == ["POST", "my-function"]
    assert environment.log == b""


MISUSE = """
import logging, sys, os
sys.path[:0] = os.environ["PACKAGES"].split(":")
logging.disable()
from opentelemetry import baggage, propagate, trace

class Bad:
    def __str__(self): raise ValueError("s")
    def __eq__(self, other): raise TypeError("eq")
    __hash__ = None

class BadMap(dict):
    def items(self): raise ValueError("items")

ODD = [
    None, 5, "x", b"b", [], {}, Bad(), object(), float("nan"), 10**400, -1, True, ("a", 1), [None], "\\ud800", dict,
    trace.Status(trace.StatusCode.ERROR, "d"), trace.StatusCode.OK, trace.SpanKind.CLIENT, BadMap(a=1),
    trace.SpanContext(1 << 200, 1 << 100, False),
]

def uses(tracer, span, odd):
    return {
        "status": lambda: span.set_status(odd),
        "description": lambda: span.set_status(trace.StatusCode.ERROR, odd),
        "attribute": lambda: span.set_attribute("k", odd),
        "key": lambda: span.set_attribute(odd, "v"),
        "attributes": lambda: span.set_attributes(odd),
        "event": lambda: span.add_event(odd),
        "attributes of an event": lambda: span.add_event("e", odd),
        "time of an event": lambda: span.add_event("e", {}, odd),
        "link": lambda: getattr(span, "add_link", id)(odd),
        "name": lambda: span.update_name(odd),
        "exception": lambda: span.record_exception(odd),
        "attributes of an exception": lambda: span.record_exception(ValueError(), odd),
        "start": lambda: tracer.start_span(odd).end(),
        "context": lambda: tracer.start_span("n", context=odd).end(),
        "kind": lambda: tracer.start_span("n", kind=odd).end(),
        "attributes at the start": lambda: tracer.start_span("n", attributes=odd).end(),
        "links": lambda: tracer.start_span("n", links=odd).end(),
        "link at the start": lambda: tracer.start_span("n", links=[odd]).end(),
        "time": lambda: tracer.start_span("n", start_time=odd).end(),
        "end": lambda: tracer.start_span("n").end(odd),
        "scope": lambda: trace.get_tracer(odd).start_span("n").end(),
        "version": lambda: trace.get_tracer("n", odd).start_span("n").end(),
        "baggage": lambda: propagate.inject({}, baggage.set_baggage("k", odd)),
        "injection": lambda: propagate.inject(odd),
        "current": lambda: trace.use_span(odd).__enter__(),
    }

def handler(event, context):
    tracer, failed = trace.get_tracer("own"), []
    span = tracer.start_span("own")
    for place, odd in enumerate(ODD):
        for name, use in uses(tracer, span, odd).items():
            try: use()
            except Exception as error: failed.append([place, name])
    span.end()
    return failed
"""


@pytest.mark.parametrize("version", versions("opentelemetry-api", oldest=True))
def test_what_the_api_takes_without_a_layer_it_takes_with_it(
    function: Start, python: str, version: str
) -> None:
    packages = install(python, f"opentelemetry-api=={version}", "setuptools<81")
    bare, layer = (
        json.loads(function(MISUSE, {"PACKAGES": packages}, **options).invoke().body)
        for options in ({"layer": None}, {})
    )
    assert [use for use in layer if use not in bare] == []


def test_spans_that_were_misused_are_reported(function: Start, python: str) -> None:
    environment = function(MISUSE, {"PACKAGES": install(python, "opentelemetry-api==1.45.2")})
    environment.invoke()
    names = [span.name for span in environment.backend.await_spans(100)]
    assert names.count("n") > 100
    assert "my-function" in names
    (own,) = (span for span in environment.backend.spans if span.events)
    assert own.status.code == 1
    assert attributes(own)["k"] == "?"
