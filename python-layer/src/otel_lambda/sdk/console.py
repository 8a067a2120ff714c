"""Spans as lines in the function's log, for `OTEL_TRACES_EXPORTER=console`; loaded only for that."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from otel_lambda.sdk.span import Span, SpanContext

_STDOUT = 1
_KINDS = ("INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
_STATUS = ("UNSET", "OK", "ERROR")


class SpanPrinter:
    """Prints what ConsoleSpanExporter of opentelemetry-sdk does, but on one line, as a record of the log."""

    def __init__(self, resource: Mapping[str, Any]) -> None:
        self._resource = resource

    def add(self, span: Span) -> None:
        """Prints a span that has ended; not by `sys.stdout`, which is the function's."""
        os.write(_STDOUT, f"{json.dumps(self._described(span), default=str)}\n".encode())

    def flush(self, budget: float) -> None:
        """Does nothing, as nothing waits."""

    def reset(self, keep: bool) -> None:
        """Does nothing, either."""

    def _described(self, span: Span) -> dict[str, Any]:
        status: dict[str, Any] = {"status_code": _STATUS[span.status]}
        if span.description:
            status["description"] = span.description
        return {
            "name": span.name,
            "context": _context(span.context),
            "kind": f"SpanKind.{_KINDS[span.kind]}",
            "parent_id": None if span.parent is None else f"0x{span.parent.span_id:016x}",
            "start_time": _time(span.start_time),
            "end_time": _time(span.end_time),
            "status": status,
            "attributes": span.attributes,
            "events": [
                {"name": each.name, "timestamp": _time(each.time), "attributes": each.attributes}
                for each in span.events
            ],
            "links": [
                {"context": _context(each.context), "attributes": each.attributes} for each in span.links
            ],
            "resource": {"attributes": self._resource, "schema_url": ""},
        }


def _context(context: SpanContext) -> dict[str, str]:
    state = [f"'{each.strip()}'" for each in context.trace_state.split(",") if each.strip()]
    return {
        "trace_id": f"0x{context.trace_id:032x}",
        "span_id": f"0x{context.span_id:016x}",
        "trace_state": f"[{', '.join(state)}]",
    }


def _time(nanoseconds: int) -> str:
    moment = datetime.fromtimestamp(nanoseconds // 10**9, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nanoseconds % 10**9 // 1000:06d}Z"
