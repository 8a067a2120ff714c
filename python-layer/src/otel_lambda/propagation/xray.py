"""AWS X-Ray's header `X-Amzn-Trace-Id`."""

from __future__ import annotations

from otel_lambda.propagation.hexadecimal import parse_padded_id
from otel_lambda.sdk.span import RemoteSpan, SpanContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from otel_lambda.sdk.context import Context

FIELDS: tuple[str, ...] = ("X-Amzn-Trace-Id",)
HEADER = "x-amzn-trace-id"


def extract(context: Context, headers: Mapping[str, str]) -> Context:
    """Returns the context with the header's parent, if it names one."""
    parent = parse(headers.get(HEADER, ""))
    return context if parent is None else context.with_span(RemoteSpan(parent))


def parse(header: str) -> SpanContext | None:
    """Reads `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`."""
    parts: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        parts.setdefault(name, value)
    root = parts.get("Root", "")
    if len(root) != 35 or root[:2] != "1-" or root[10] != "-":
        return None
    trace_id = parse_padded_id(root[2:10] + root[11:], 32)
    span_id = parse_padded_id(parts.get("Parent", ""), 16) if len(parts.get("Parent", "")) == 16 else 0
    if not trace_id or not span_id:
        return None
    return SpanContext(trace_id, span_id, int(parts.get("Sampled") == "1"), is_remote=True)


def inject(context: Context, put: Callable[[str, str], None]) -> None:
    """Puts the header of the context's span."""
    span = context.span
    if span is None or not span.context.is_valid:
        return
    own = span.context
    trace_id = f"{own.trace_id:032x}"
    put(
        "X-Amzn-Trace-Id",
        f"Root=1-{trace_id[:8]}-{trace_id[8:]};Parent={own.span_id:016x};Sampled={own.trace_flags & 1}",
    )
