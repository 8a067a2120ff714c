"""logging: records have `trace_id`, `span_id` and `trace_flags` of the current span, as in the Java layers.

A format names them, `%(trace_id)s`; formatters that write all of a record, such as AWS's for JSON, write
them by themselves. Without a span they are None, which AWS's leaves out.
"""

from __future__ import annotations

from otel_lambda import context as contexts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `logging`: the class of records, not the factory, which the function may look at or set."""
    if not telemetry.settings.log_correlation:
        return
    api: Any = module
    init = api.LogRecord.__init__

    def start(self: Any, *arguments: Any, **named: Any) -> None:
        init(self, *arguments, **named)
        span = contexts.current_span()
        if span is not None and span.context.is_valid:
            own = span.context
            self.trace_id = f"{own.trace_id:032x}"
            self.span_id = f"{own.span_id:016x}"
            self.trace_flags = f"{own.trace_flags & 0xFF:02x}"
        else:
            self.trace_id = self.span_id = self.trace_flags = None

    api.LogRecord.__init__ = start
