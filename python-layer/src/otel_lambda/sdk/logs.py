"""Log records, and where they go."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    from otel_lambda.sdk.span import Scope, SpanContext

    class LogSink(Protocol):
        """Takes log records."""

        def add(self, record: LogRecord) -> None:
            """Takes one."""


class LogRecord:
    """A log record; times are in nanoseconds since the epoch."""

    __slots__ = (
        "attributes",
        "body",
        "dropped_attributes",
        "observed",
        "scope",
        "severity",
        "severity_text",
        "span",
        "time",
    )

    def __init__(
        self,
        scope: Scope,
        time: int,
        observed: int,
        severity: int,
        severity_text: str,
        body: Any,
        attributes: tuple[Mapping[str, Any], int],
        span: SpanContext | None,
    ) -> None:
        """Takes the attributes and how many were dropped."""
        self.scope = scope
        self.time = time
        self.observed = observed
        self.severity = severity
        self.severity_text = severity_text
        self.body = body
        self.attributes, self.dropped_attributes = attributes
        self.span = span
