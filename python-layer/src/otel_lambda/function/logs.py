"""The function's log records, by `logging`; loaded only where the user has switched logs on.

No handler is added: the function's configuration of logging, which may replace all handlers, stays as
it is, and each record that its loggers hand on is taken.
"""

from __future__ import annotations

import logging
from time import time_ns

from otel_lambda.diagnostics import warn_failure
from otel_lambda.sdk import attributes as attrs
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk import exceptions
from otel_lambda.sdk.logs import LogRecord
from otel_lambda.sdk.span import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.logs import LogSink
    from otel_lambda.telemetry import Telemetry

_OWN = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {
    "message",
    "trace_id",
    "span_id",
    "trace_flags",
    "asctime",
    "aws_request_id",
    "tenant_id",
}
"""What a record has besides what the function gave it by `extra`, AWS's filter included."""

_NAMES = {"WARNING": "WARN", "CRITICAL": "FATAL"}


def install(telemetry: Telemetry) -> None:
    """Follows what loggers hand to their handlers."""
    reporter = _Reporter(telemetry)
    call_handlers = logging.Logger.callHandlers

    def callHandlers(self: logging.Logger, record: logging.LogRecord) -> None:  # noqa: N802
        call_handlers(self, record)
        try:
            reporter.report(record)
        except Exception as error:
            warn_failure("a log record is not reported", error)

    logging.Logger.callHandlers = callHandlers  # type: ignore[method-assign]


class _Reporter:
    """Hands on records, with the current span."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._sinks: list[LogSink] = telemetry.log_sinks()
        self._limits = telemetry.settings.limits
        self._scopes: dict[str, Scope] = {}

    def report(self, record: logging.LogRecord) -> None:
        """Reports a record."""
        scope = self._scopes.get(record.name)
        if scope is None:
            scope = self._scopes[record.name] = Scope(record.name)
        span = contexts.current_span()
        reported = LogRecord(
            scope,
            int(record.created * 1e9),
            time_ns(),
            _severity(record.levelno),
            _NAMES.get(record.levelname, record.levelname),
            _body(record),
            self._attributes(record),
            None if span is None else span.context,
        )
        for sink in self._sinks:
            sink.add(reported)

    def _attributes(self, record: logging.LogRecord) -> tuple[dict[str, Any], int]:
        values = {key: value for key, value in vars(record).items() if key not in _OWN}
        values["code.file.path"] = record.pathname
        values["code.function.name"] = record.funcName
        values["code.line.number"] = record.lineno
        if record.exc_info and record.exc_info[1] is not None:
            values.update(exceptions.attributes_of(record.exc_info[1]))
        return attrs.clean_all(values, self._limits.attributes, self._limits.attribute_length)


def _severity(level: int) -> int:
    """Returns the severity number: 5 for DEBUG, 9 for INFO, 13 for WARNING and so on, and between."""
    if level < 10:
        return 1 if level > 0 else 0
    return min(24, 5 + (level - 10) // 10 * 4 + min(3, level % 10))


def _body(record: logging.LogRecord) -> Any:
    """Returns the message; an object that was logged by itself as OTLP can have it."""
    if not record.args and isinstance(record.msg, (dict, list, int, float, bool)):
        return record.msg
    return record.getMessage()
