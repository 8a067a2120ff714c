"""Jaeger's header `uber-trace-id`, and its baggage in `uberctx-…`."""

from __future__ import annotations

from otel_lambda.propagation.hexadecimal import parse_padded_id
from otel_lambda.sdk.span import RemoteSpan, SpanContext
from otel_lambda.settings import unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from otel_lambda.sdk.context import Context

FIELDS: tuple[str, ...] = ("uber-trace-id",)
_BAGGAGE = "uberctx-"


def extract(context: Context, headers: Mapping[str, str]) -> Context:
    """Returns the context with the header's parent and the baggage, if there are any."""
    parent = _parse(unquote(headers.get("uber-trace-id", "")))
    if parent is not None:
        context = context.with_span(RemoteSpan(parent))
    entries: dict[str, Any] = {
        name[len(_BAGGAGE) :]: unquote(value)
        for name, value in headers.items()
        if name.startswith(_BAGGAGE) and len(name) > len(_BAGGAGE)
    }
    return context.with_baggage({**(context.baggage or {}), **entries}) if entries else context


def _parse(header: str) -> SpanContext | None:
    """Reads `TRACE:SPAN:PARENT:FLAGS`, all in hexadecimal digits."""
    parts = header.strip().split(":")
    if len(parts) != 4:
        return None
    trace_id, span_id = parse_padded_id(parts[0], 32), parse_padded_id(parts[1], 16)
    if not trace_id or not span_id:
        return None
    return SpanContext(trace_id, span_id, parse_padded_id(parts[3], 2) & 1, is_remote=True)


def inject(context: Context, put: Callable[[str, str], None]) -> None:
    """Puts the header of the context's span, and a header for each entry of the baggage."""
    span = context.span
    if span is None or not span.context.is_valid:
        return
    own = span.context
    put("uber-trace-id", f"{own.trace_id:032x}:{own.span_id:016x}:0:{own.trace_flags & 1:02x}")
    if context.baggage:
        from otel_lambda.propagation.baggage import quote

        for key, value in context.baggage.items():
            put(_BAGGAGE + key, quote(str(value)))
