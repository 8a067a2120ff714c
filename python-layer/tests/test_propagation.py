"""Headers are read and written as OpenTelemetry's own propagators do it."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry import baggage, trace
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.context import Context as ApiContext
from opentelemetry.propagators.aws import AwsXRayPropagator
from opentelemetry.propagators.b3 import B3MultiFormat, B3SingleFormat
from opentelemetry.propagators.jaeger import JaegerPropagator
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from otel_lambda.propagation.propagator import Propagator
from otel_lambda.sdk.context import ROOT
from otel_lambda.sdk.span import RemoteSpan, SpanContext

T, S = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"

THEIRS: dict[str, Any] = {
    "tracecontext": TraceContextTextMapPropagator(),
    "b3": B3SingleFormat(),
    "b3multi": B3MultiFormat(),
    "jaeger": JaegerPropagator(),
    "xray": AwsXRayPropagator(),
}

HEADERS: list[tuple[str, dict[str, str]]] = [
    ("tracecontext", {"traceparent": f"00-{T}-{S}-01"}),
    ("tracecontext", {"traceparent": f"00-{T}-{S}-00", "tracestate": "a=1,b=2"}),
    ("tracecontext", {"traceparent": f"00-{T}-{S}-01", "tracestate": " a=1 , b=2,a=3"}),
    ("tracecontext", {"traceparent": f"00-{'0' * 32}-{S}-01"}),
    ("tracecontext", {"traceparent": f"00-{T}-{'0' * 16}-01"}),
    ("tracecontext", {"traceparent": f"ff-{T}-{S}-01"}),
    ("tracecontext", {"traceparent": f"00-{T.upper()}-{S}-01"}),
    ("tracecontext", {"traceparent": f"00-{T}-{S}-01-more"}),
    ("tracecontext", {"traceparent": "nonsense"}),
    ("tracecontext", {}),
    ("b3", {"b3": f"{T}-{S}-1"}),
    ("b3", {"b3": f"{T}-{S}-d"}),
    ("b3", {"b3": f"{T}-{S}-0-{S}"}),
    ("b3", {"b3": f"{T[:16]}-{S}-1"}),
    ("b3multi", {"x-b3-traceid": T, "x-b3-spanid": S, "x-b3-sampled": "1"}),
    ("b3multi", {"x-b3-traceid": T[16:], "x-b3-spanid": S, "x-b3-sampled": "0"}),
    ("b3multi", {"x-b3-traceid": T, "x-b3-spanid": S, "x-b3-flags": "1"}),
    ("b3multi", {"x-b3-traceid": T}),
    ("jaeger", {"uber-trace-id": f"{T}:{S}:0:1"}),
    ("jaeger", {"uber-trace-id": f"{T[20:]}:{S}:0:0"}),
    ("jaeger", {"uber-trace-id": "nonsense"}),
    ("xray", {"x-amzn-trace-id": f"Root=1-{T[:8]}-{T[8:]};Parent={S};Sampled=1"}),
    ("xray", {"x-amzn-trace-id": f"Parent={S};Sampled=0;Root=1-{T[:8]}-{T[8:]}"}),
    ("xray", {"x-amzn-trace-id": f"Root=1-{T[:8]}-{T[8:]}"}),
    ("xray", {"x-amzn-trace-id": f"Root=2-{T[:8]}-{T[8:]};Parent={S};Sampled=1"}),
]


class _AnyCase:
    """Finds headers as our table has them, in lower case."""

    def get(self, carrier: dict[str, str], key: str) -> Any:
        value = carrier.get(key.lower())
        return None if value is None else [value]

    def keys(self, carrier: dict[str, str]) -> list[str]:
        return list(carrier)


@pytest.mark.parametrize(("name", "headers"), HEADERS, ids=str)
def test_headers_are_read_as_by_opentelemetry(name: str, headers: dict[str, str]) -> None:
    span = Propagator([name]).extract(ROOT, headers).span
    theirs = trace.get_current_span(
        THEIRS[name].extract(headers, ApiContext(), _AnyCase())
    ).get_span_context()
    if not theirs.is_valid:
        assert span is None
        return
    assert span is not None
    ours = span.context
    assert (ours.trace_id, ours.span_id) == (theirs.trace_id, theirs.span_id)
    assert ours.trace_flags & 1 == theirs.trace_flags & 1
    assert ours.trace_state == theirs.trace_state.to_header()
    assert ours.is_remote


@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize("flags", [0, 1])
def test_headers_are_written_as_by_opentelemetry(name: str, flags: int) -> None:
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    own = SpanContext(int(T, 16), int(S, 16), flags, "a=b")
    Propagator([name]).inject(ROOT.with_span(RemoteSpan(own)), ours.__setitem__)
    state = trace.TraceState.from_header(["a=b"])
    context = trace.SpanContext(int(T, 16), int(S, 16), False, trace.TraceFlags(flags), state)
    THEIRS[name].inject(theirs, trace.set_span_in_context(trace.NonRecordingSpan(context), ApiContext()))
    if name == "jaeger":
        # the parent's id, which is not used, is 0 as in Java, and the flag for debugging is not set
        assert ours == {"uber-trace-id": f"{T}:{S}:0:0{flags}"}
    else:
        assert _lower(ours) == _lower(theirs)
    read = trace.get_current_span(THEIRS[name].extract(_lower(ours), ApiContext(), _AnyCase()))
    assert read.get_span_context().span_id == own.span_id


def _lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@pytest.mark.parametrize("header", ["a=b", " a = b%20c , x=%C3%BC", "bad,a=b", "a=", "=b", "k y=v,a=b"])
def test_baggage_is_read_as_by_opentelemetry(header: str) -> None:
    ours = Propagator(["baggage"]).extract(ROOT, {"baggage": header}).baggage or {}
    theirs = W3CBaggagePropagator().extract({"baggage": header}, ApiContext())
    assert ours == dict(baggage.get_all(theirs))


@pytest.mark.parametrize("value", ["b", "b c", "ü/x=1,2;3", 7])
def test_baggage_is_read_back(value: Any) -> None:
    headers: dict[str, str] = {}
    propagator = Propagator(["baggage"])
    propagator.inject(ROOT.with_baggage({"k": value}), headers.__setitem__)
    assert propagator.extract(ROOT, headers).baggage == {"k": str(value)}
    theirs = W3CBaggagePropagator().extract(headers, ApiContext())
    assert baggage.get_baggage("k", theirs) == str(value)
