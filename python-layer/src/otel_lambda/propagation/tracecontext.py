"""W3C Trace Context, level 1: `traceparent` and `tracestate`."""

from __future__ import annotations

from otel_lambda.propagation.hexadecimal import parse_id
from otel_lambda.sdk.span import RemoteSpan, SpanContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from otel_lambda.sdk.context import Context

FIELDS: tuple[str, ...] = ("traceparent", "tracestate")
_MAX_MEMBERS = 32


def extract(context: Context, headers: Mapping[str, str]) -> Context:
    """Returns the context with the parent of `traceparent`, if that is valid."""
    parent = _parse(headers.get("traceparent", "").strip())
    if parent is None:
        return context
    parent.trace_state = _trace_state(headers.get("tracestate", ""))
    return context.with_span(RemoteSpan(parent))


def _parse(header: str) -> SpanContext | None:
    parts = header.split("-")
    if len(parts) < 4:
        return None
    version, flags = parts[0], parts[3]
    if len(version) != 2 or version == "ff" or (version == "00" and len(parts) != 4):
        return None
    if parse_id(version, 2) == 0 and version != "00":
        return None
    trace_id, span_id = parse_id(parts[1], 32), parse_id(parts[2], 16)
    if not trace_id or not span_id or (flags != "00" and not parse_id(flags, 2)):
        return None
    return SpanContext(trace_id, span_id, int(flags, 16) & 1, is_remote=True)


def _trace_state(header: str) -> str:
    """Returns the list without blanks; nothing if it is malformed or repeats a key."""
    members: dict[str, str] = {}
    for member in header.split(","):
        member = member.strip()
        if not member:
            continue
        key, equals, value = member.partition("=")
        if not equals or key in members or not _is_key(key) or not _is_value(value):
            return ""
        members[key] = value
    if len(members) > _MAX_MEMBERS:
        return ""
    return ",".join([f"{key}={value}" for key, value in members.items()])


def _is_key(key: str) -> bool:
    return 0 < len(key) <= 256 and all(
        each.isascii() and (each.islower() or each.isdigit() or each in "_-*/@") for each in key
    )


def _is_value(value: str) -> bool:
    return 0 < len(value) <= 256 and all(" " <= each <= "~" and each != "=" for each in value)


def inject(context: Context, put: Callable[[str, str], None]) -> None:
    """Puts the headers of the context's span."""
    span = context.span
    if span is None or not span.context.is_valid:
        return
    own = span.context
    put("traceparent", f"00-{own.trace_id:032x}-{own.span_id:016x}-{own.trace_flags & 0xFF:02x}")
    if own.trace_state:
        put("tracestate", own.trace_state)
