"""B3, in one header or in several."""

from __future__ import annotations

from otel_lambda.propagation.hexadecimal import parse_padded_id
from otel_lambda.sdk.span import RemoteSpan, SpanContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from otel_lambda.sdk.context import Context


class B3:
    """Reads either form, the single header first; `b3multi` reads and writes the other only."""

    def __init__(self, multiple: bool) -> None:
        self._multiple = multiple
        self.FIELDS: tuple[str, ...] = (
            ("X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled") if multiple else ("b3",)
        )

    def extract(self, context: Context, headers: Mapping[str, str]) -> Context:
        """Returns the context with the headers' parent, if they name one."""
        parent = None if self._multiple else _single(headers.get("b3", ""))
        if parent is None:
            parent = _context(
                headers.get("x-b3-traceid", ""),
                headers.get("x-b3-spanid", ""),
                "d" if headers.get("x-b3-flags") == "1" else headers.get("x-b3-sampled", ""),
            )
        return context if parent is None else context.with_span(RemoteSpan(parent))

    def inject(self, context: Context, put: Callable[[str, str], None]) -> None:
        """Puts the headers of the context's span."""
        span = context.span
        if span is None or not span.context.is_valid:
            return
        own = span.context
        trace_id, span_id = f"{own.trace_id:032x}", f"{own.span_id:016x}"
        sampled = str(own.trace_flags & 1)
        if self._multiple:
            put("X-B3-TraceId", trace_id)
            put("X-B3-SpanId", span_id)
            put("X-B3-Sampled", sampled)
        else:
            put("b3", f"{trace_id}-{span_id}-{sampled}")


def _single(header: str) -> SpanContext | None:
    """Reads `TRACE-SPAN-SAMPLED-PARENT`, of which the last two may be missing."""
    parts = header.strip().split("-")
    if len(parts) < 2:
        return None
    return _context(parts[0], parts[1], parts[2] if len(parts) > 2 else "")


def _context(trace: str, span: str, sampled: str) -> SpanContext | None:
    if len(trace) not in (16, 32) or len(span) != 16:
        return None
    trace_id, span_id = parse_padded_id(trace, 32), parse_padded_id(span, 16)
    if not trace_id or not span_id:
        return None
    return SpanContext(trace_id, span_id, int(sampled.lower() in ("1", "true", "d")), is_remote=True)
