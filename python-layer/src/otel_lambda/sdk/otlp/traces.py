"""Spans in OTLP (opentelemetry/proto/trace/v1/trace.proto)."""

from __future__ import annotations

from otel_lambda.sdk.otlp.protobuf import attributes, message, number, pack_fixed64, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.span import Event, Link, Span, SpanContext

_HAS_IS_REMOTE = 0x100
_IS_REMOTE = 0x200


def encode_unfinished(span: Span, now: int) -> bytes:
    """Returns an open span as it stands, as if it ended now, marked `otel.lambda.unfinished`."""
    return _encode(span, now, {**span.attributes, "otel.lambda.unfinished": True})


def encode_span(span: Span) -> bytes:
    """Returns a field `spans` of ScopeSpans."""
    return _encode(span, span.end_time, span.attributes)


def _encode(span: Span, end_time: int, values: dict[str, Any]) -> bytes:
    context, parent = span.context, span.parent
    return message(
        b"\x12",
        b"".join(
            (
                b"\x0a\x10",
                context.trace_id.to_bytes(16, "big"),
                b"\x12\x08",
                context.span_id.to_bytes(8, "big"),
                text(b"\x1a", context.trace_state),
                b"" if parent is None else b"\x22\x08" + parent.span_id.to_bytes(8, "big"),
                text(b"\x2a", span.name),
                number(b"\x30", span.kind + 1),
                b"\x39",
                pack_fixed64(span.start_time),
                b"\x41",
                pack_fixed64(end_time),
                attributes(b"\x4a", values),
                number(b"\x50", span.dropped_attributes),
                b"".join([_event(event) for event in span.events]),
                number(b"\x60", span.dropped_events),
                b"".join([_link(link) for link in span.links]),
                number(b"\x70", span.dropped_links),
                _status(span),
                b"\x85\x01" + _flags(context, parent).to_bytes(4, "little"),
            )
        ),
    )


def _flags(context: SpanContext, remote: SpanContext | None) -> int:
    """Returns the trace flags, with those that tell if the parent or the linked span is remote."""
    flags = context.trace_flags & 0xFF | _HAS_IS_REMOTE
    return flags | _IS_REMOTE if remote is not None and remote.is_remote else flags


def _status(span: Span) -> bytes:
    body = text(b"\x12", span.description) + number(b"\x18", span.status)
    return message(b"\x7a", body) if body else b""


def _event(event: Event) -> bytes:
    return message(
        b"\x5a",
        b"\x09"
        + pack_fixed64(event.time)
        + text(b"\x12", event.name)
        + attributes(b"\x1a", event.attributes)
        + number(b"\x20", event.dropped_attributes),
    )


def _link(link: Link) -> bytes:
    context = link.context
    return message(
        b"\x6a",
        b"\x0a\x10"
        + context.trace_id.to_bytes(16, "big")
        + b"\x12\x08"
        + context.span_id.to_bytes(8, "big")
        + text(b"\x1a", context.trace_state)
        + attributes(b"\x22", link.attributes)
        + number(b"\x28", link.dropped_attributes)
        + b"\x35"
        + _flags(context, context).to_bytes(4, "little"),
    )
