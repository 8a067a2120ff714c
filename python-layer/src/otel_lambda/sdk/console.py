"""Telemetry as lines in the function's log, for the exporter `console`; loaded only for that.

Lines have what the console exporters of opentelemetry-sdk print. They are written to the file itself:
`sys.stdout` is the function's, and what `logging` prints would be a log record of its own.
"""

from __future__ import annotations

import os
from json import dumps
from threading import Lock
from time import gmtime, strftime

from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from otel_lambda.sdk.logs import LogRecord
    from otel_lambda.sdk.metrics import Instrument, Point
    from otel_lambda.sdk.span import Scope, Span, SpanContext

    Describe = Callable[[], Mapping[str, Any]]

_STDOUT = 1
_KINDS = ("INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
_STATUS = ("UNSET", "OK", "ERROR")


class SpanPrinter:
    """Prints each span when it ends."""

    def __init__(self, describe: Describe) -> None:
        """Takes what returns the resource's attributes."""
        self._describe = describe

    def add(self, span: Span) -> None:
        """Prints a span that has ended."""
        _print([_line(self._described(span))])

    def _described(self, span: Span) -> dict[str, Any]:
        status: dict[str, Any] = {"status_code": _STATUS[span.status]}
        if span.description:
            status["description"] = span.description
        return {
            "name": span.name,
            "context": _context(span.context),
            "kind": f"SpanKind.{_KINDS[span.kind]}",
            "parent_id": None if span.parent is None else _span_id(span.parent),
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
            "resource": _resource(self._describe),
        }


class LogPrinter:
    """Prints log records at a flush, or when there are enough."""

    def __init__(self, describe: Describe, batch_size: int) -> None:
        self._describe = describe
        self._batch_size = batch_size
        self._lines: list[str] = []
        self._lock = Lock()

    def add(self, record: LogRecord) -> None:
        """Takes a record; what it looks like now is printed."""
        line = _line(self._described(record))
        with self._lock:
            self._lines.append(line)
            if len(self._lines) < self._batch_size:
                return
        self.post()

    def post(self) -> None:
        """Prints what waits."""
        with self._lock:
            lines, self._lines = self._lines, []
        _print(lines)

    def reset(self, keep: bool) -> None:
        """Begins anew in a copy of the process; see `Outbox.reset`."""
        self._lock = Lock()
        if not keep:
            self._lines = []

    def _described(self, record: LogRecord) -> dict[str, Any]:
        span = record.span
        return {
            "body": _with_text_keys(record.body),
            "severity_number": record.severity,
            "severity_text": record.severity_text,
            "attributes": record.attributes,
            "dropped_attributes": record.dropped_attributes,
            "timestamp": _time(record.time),
            "observed_timestamp": _time(record.observed),
            "trace_id": f"0x{0 if span is None else span.trace_id:032x}",
            "span_id": f"0x{0 if span is None else span.span_id:016x}",
            "trace_flags": 0 if span is None else span.trace_flags,
            "resource": _resource(self._describe),
            "event_name": "",
        }


class MetricPrinter:
    """Prints what was collected of all metrics, in one line for each flush."""

    def __init__(self, describe: Describe) -> None:
        self._describe = describe
        self._scopes: dict[str, list[dict[str, Any]]] = {}
        self._lock = Lock()

    def add(self, scope: Scope, instrument: Instrument, points: list[Point], delta: bool, now: int) -> None:
        """Takes a metric as it stands."""
        is_counter = instrument.boundaries is None
        data: dict[str, Any] = {
            "data_points": [
                _number(point, now) if is_counter else _histogram(instrument, point, now) for point in points
            ],
            "aggregation_temporality": 1 if delta else 2,
        }
        if is_counter:
            data["is_monotonic"] = True
        metric = {"name": instrument.name, "description": "", "unit": instrument.unit, "data": data}
        with self._lock:
            self._scopes.setdefault(scope.name, []).append(metric)

    def post(self) -> None:
        """Prints what was taken."""
        with self._lock:
            scopes, self._scopes = self._scopes, {}
        if not scopes:
            return
        described = [
            {
                "scope": {"name": name, "version": None, "schema_url": "", "attributes": None},
                "metrics": metrics,
                "schema_url": "",
            }
            for name, metrics in scopes.items()
        ]
        resource = {"resource": _resource(self._describe), "scope_metrics": described, "schema_url": ""}
        _print([_line({"resource_metrics": [resource]})])

    def reset(self, keep: bool) -> None:
        """Begins anew in a copy of the process; see `Outbox.reset`."""
        self._lock = Lock()
        if not keep:
            self._scopes = {}


def _number(point: Point, now: int) -> dict[str, Any]:
    return {**_times(point, now), "value": point.total, "exemplars": []}


def _histogram(instrument: Instrument, point: Point, now: int) -> dict[str, Any]:
    return {
        **_times(point, now),
        "count": point.count,
        "sum": point.total,
        "bucket_counts": list(point.buckets),
        "explicit_bounds": instrument.boundaries,
        "min": point.least,
        "max": point.most,
        "exemplars": [],
    }


def _times(point: Point, now: int) -> dict[str, Any]:
    return {
        "attributes": point.attributes,
        "start_time_unix_nano": point.start,
        "time_unix_nano": now,
    }


def _resource(describe: Describe) -> dict[str, Any]:
    return {"attributes": describe(), "schema_url": ""}


def _context(context: SpanContext) -> dict[str, str]:
    state = [f"'{each.strip()}'" for each in context.trace_state.split(",") if each.strip()]
    return {
        "trace_id": f"0x{context.trace_id:032x}",
        "span_id": _span_id(context),
        "trace_state": f"[{', '.join(state)}]",
    }


def _span_id(context: SpanContext) -> str:
    return f"0x{context.span_id:016x}"


def _time(nanoseconds: int) -> str:
    second = strftime("%Y-%m-%dT%H:%M:%S", gmtime(nanoseconds // 10**9))
    return f"{second}.{nanoseconds % 10**9 // 1000:06d}Z"


def _with_text_keys(value: Any) -> Any:
    """Returns an object that was logged as JSON can have it, and as OTLP has it."""
    if isinstance(value, dict):
        return {str(key): _with_text_keys(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_text_keys(each) for each in value]
    return value


def _line(described: dict[str, Any]) -> str:
    return dumps(described, default=str) + "\n"


def _print(lines: list[str]) -> None:
    """Prints lines, each by itself, as other threads print, too."""
    try:
        for line in lines:
            rest = line.encode()
            while rest:
                rest = rest[os.write(_STDOUT, rest) :]
    except OSError as error:
        # the function may have closed the file, or let it not block
        warn_failure("telemetry cannot be printed", error)
