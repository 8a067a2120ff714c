"""Log records in OTLP (opentelemetry/proto/logs/v1/logs.proto)."""

from __future__ import annotations

from otel_lambda.sdk.otlp.protobuf import any_value, attributes, message, number, pack_fixed64, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.sdk.logs import LogRecord
    from otel_lambda.sdk.otlp.request import Items


class OtlpLogs:
    """Sends records by OTLP."""

    def __init__(self, items: Items) -> None:
        self._items = items

    def add(self, record: LogRecord) -> None:
        """Encodes a record."""
        self._items.add(record.scope, encode_record(record))


def encode_record(record: LogRecord) -> bytes:
    """Returns a field `log_records` of ScopeLogs."""
    parts = [
        b"\x09" + pack_fixed64(record.time),
        number(b"\x10", record.severity),
        text(b"\x1a", record.severity_text),
        message(b"\x2a", any_value(record.body)),
        attributes(b"\x32", record.attributes),
        number(b"\x38", record.dropped_attributes),
        b"\x59" + pack_fixed64(record.observed),
    ]
    span = record.span
    if span is not None and span.is_valid:
        parts.append(b"\x45" + (span.trace_flags & 0xFF).to_bytes(4, "little"))
        parts.append(b"\x4a\x10" + span.trace_id.to_bytes(16, "big"))
        parts.append(b"\x52\x08" + span.span_id.to_bytes(8, "big"))
    return message(b"\x12", b"".join(parts))
