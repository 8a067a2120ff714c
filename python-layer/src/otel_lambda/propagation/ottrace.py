"""OpenTracing's headers `ot-tracer-traceid`, `ot-tracer-spanid`, `ot-tracer-sampled`."""

from __future__ import annotations

from otel_lambda.propagation.hexadecimal import parse_padded_id
from otel_lambda.sdk.span import RemoteSpan, SpanContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from otel_lambda.sdk.context import Context

FIELDS: tuple[str, ...] = ("ot-tracer-traceid", "ot-tracer-spanid", "ot-tracer-sampled")


def extract(context: Context, headers: Mapping[str, str]) -> Context:
    """Returns the context with the headers' parent, if they name one."""
    trace_id = parse_padded_id(headers.get("ot-tracer-traceid", ""), 32)
    span_id = parse_padded_id(headers.get("ot-tracer-spanid", ""), 16)
    if not trace_id or not span_id:
        return context
    sampled = headers.get("ot-tracer-sampled", "").lower() in ("true", "1")
    parent = SpanContext(trace_id, span_id, int(sampled), is_remote=True)
    return context.with_span(RemoteSpan(parent))


def inject(context: Context, put: Callable[[str, str], None]) -> None:
    """Puts the headers of the context's span; of the trace's id they have the last 64 bits."""
    span = context.span
    if span is None or not span.context.is_valid:
        return
    own = span.context
    put("ot-tracer-traceid", f"{own.trace_id & 0xFFFFFFFFFFFFFFFF:016x}")
    put("ot-tracer-spanid", f"{own.span_id:016x}")
    put("ot-tracer-sampled", "true" if own.trace_flags & 1 else "false")
