"""What is encoded here is decoded by OpenTelemetry's own protobufs, and is what its SDK would send."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event as SdkEvent
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link as SdkLink
from opentelemetry.trace import SpanContext as SdkContext
from opentelemetry.trace import SpanKind, Status, StatusCode, TraceFlags, TraceState

from otel_lambda.sdk.limits import Limits
from otel_lambda.sdk.otlp.request import encode_request, encode_resource
from otel_lambda.sdk.otlp.traces import encode_span
from otel_lambda.sdk.span import ERROR, Scope, Span, SpanContext

VALUES = [
    "",
    "text",
    "ünïcödé \U0001f600",
    "x" * 300,
    True,
    False,
    0,
    1,
    -1,
    127,
    128,
    2**31,
    2**63 - 1,
    -(2**63),
    0.0,
    -0.0,
    1.5,
    float("inf"),
    1e-300,
    ("a", "b"),
    ("a", ""),
    (1, 2, 300),
    (1.5, 2.5),
    (True, False),
    (),
]


def _request(span: Span, resource: dict[str, Any]) -> ExportTraceServiceRequest:
    return ExportTraceServiceRequest.FromString(
        encode_request(encode_resource(resource), [(span.scope, encode_span(span))])
    )


def _sdk_context(context: SpanContext) -> SdkContext:
    return SdkContext(
        context.trace_id,
        context.span_id,
        context.is_remote,
        TraceFlags(context.trace_flags),
        TraceState.from_header([context.trace_state] if context.trace_state else []),
    )


def _sdk_request(span: Span, resource: dict[str, Any]) -> ExportTraceServiceRequest:
    request = encode_spans(
        [
            ReadableSpan(
                name=span.name,
                context=_sdk_context(span.context),
                parent=None if span.parent is None else _sdk_context(span.parent),
                resource=Resource(resource),
                attributes=span.attributes,
                events=[SdkEvent(each.name, each.attributes, each.time) for each in span.events],
                links=[SdkLink(_sdk_context(each.context), each.attributes) for each in span.links],
                kind=list(SpanKind)[span.kind],
                status=Status(list(StatusCode)[span.status], span.description or None),
                start_time=span.start_time,
                end_time=span.end_time,
                instrumentation_scope=InstrumentationScope(span.scope.name, span.scope.version),
            )
        ]
    )
    (sent,) = request.resource_spans[0].scope_spans[0].spans
    # the SDK leaves out the trace flags, which the protocol has in the low bits, and the trace state of
    # links, and sends a status that is unset
    sent.flags |= span.context.trace_flags
    for own, link in zip(span.links, sent.links):
        link.flags |= own.context.trace_flags
        link.trace_state = own.context.trace_state
    if not span.status:
        sent.ClearField("status")
    return request


def _span(parent: SpanContext | None = None, kind: int = 0) -> Span:
    context = SpanContext(0xAF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331, 1, "a=b,c=d")
    return Span(context, parent, "name", kind, Scope("scope", "1.2"), Limits(), lambda span: None, 10**18 + 1)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_attribute_is_encoded_as_by_the_sdk(value: Any) -> None:
    span = _span()
    span.set_attribute("key", value)
    span.end(10**18 + 2)
    assert _request(span, {"r": "s"}) == _sdk_request(span, {"r": "s"})


@pytest.mark.parametrize("kind", range(5))
@pytest.mark.parametrize("remote", [True, False, None])
def test_span_is_encoded_as_by_the_sdk(kind: int, remote: bool | None) -> None:
    parent = None if remote is None else SpanContext(0xAF7651916CD43DD8448EB211C80319C, 7, 1, "a=b", remote)
    span = _span(parent, kind)
    span.add_event("event", {"a": 1, "b": [True]}, 10**18 + 3)
    span.add_link(SpanContext(1, 2, 0, "x=y", True), {"c": "d"})
    span.add_link(SpanContext(3, 4, 1))
    span.set_status(ERROR, "what went wrong")
    span.end(10**18 + 4)
    assert str(_request(span, {"n": 1})) == str(_sdk_request(span, {"n": 1}))


def test_dropped_counts_are_sent() -> None:
    context = SpanContext(1, 2)
    span = Span(context, None, "n", 0, Scope("s"), Limits(1, 3, 1, 1, 1, 1), lambda span: None)
    span.set_attributes({"a": "1234", "b": 2, "c": 3})
    for name in ("x", "y"):
        span.add_event(name, {"a": 1, "b": 2})
        span.add_link(SpanContext(5, 6), {"a": 1, "b": 2})
    span.end()
    (sent,) = _request(span, {}).resource_spans[0].scope_spans[0].spans
    assert sent.attributes[0].value.string_value == "123"
    assert (sent.dropped_attributes_count, sent.dropped_events_count, sent.dropped_links_count) == (2, 1, 1)
    assert sent.events[0].dropped_attributes_count == sent.links[0].dropped_attributes_count == 1


def test_concatenated_requests_are_one_request() -> None:
    spans = [_span(), _span()]
    bodies = [encode_request(encode_resource({}), [(each.scope, encode_span(each))]) for each in spans]
    assert len(ExportTraceServiceRequest.FromString(b"".join(bodies)).resource_spans) == 2
