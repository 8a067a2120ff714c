"""Log records in OTLP (opentelemetry/proto/logs/v1/logs.proto)."""

from __future__ import annotations

from otel_lambda.sdk.otlp.protobuf import any_value, attributes, message, number, pack_fixed64, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from otel_lambda.sdk.span import SpanContext


def encode_record(
    time: int,
    observed: int,
    severity: int,
    severity_text: str,
    body: Any,
    values: Mapping[str, Any],
    span: SpanContext | None,
) -> bytes:
    """Returns a field `log_records` of ScopeLogs; times are in nanoseconds since the epoch."""
    parts = [
        b"\x09" + pack_fixed64(time),
        number(b"\x10", severity),
        text(b"\x1a", severity_text),
        message(b"\x2a", any_value(body)),
        attributes(b"\x32", values),
        b"\x59" + pack_fixed64(observed),
    ]
    if span is not None and span.is_valid:
        parts.append(b"\x45" + (span.trace_flags & 0xFF).to_bytes(4, "little"))
        parts.append(b"\x4a\x10" + span.trace_id.to_bytes(16, "big"))
        parts.append(b"\x52\x08" + span.span_id.to_bytes(8, "big"))
    return message(b"\x12", b"".join(parts))
