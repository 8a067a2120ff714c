"""logging: records have `trace_id`, `span_id` and `trace_flags` of the current span, as in the Java layers.

A format names them, `%(trace_id)s`; formatters that write all of a record, such as AWS's for JSON, write
them by themselves. Without a span they are None, which AWS's leaves out. Those that the function gives a
record by `extra` stay.
"""

from __future__ import annotations

from otel_lambda.instrumentation.support import wrap
from otel_lambda.sdk import context as contexts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_NAMES = ("trace_id", "span_id", "trace_flags")
_EXTRA = 9
"""The place of `extra` among the arguments of `Logger.makeRecord`, after the logger itself."""


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `logging`: the class of records, not the factory, which the function may look at or set."""
    if telemetry.settings.log_correlation:
        wrap(module.__dict__["LogRecord"], "__init__", _initialize)
        wrap(module.__dict__["Logger"], "makeRecord", _make)


def _initialize(original: Any) -> Any:
    def initialize(self: Any, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        values: tuple[str | None, ...] = (None, None, None)
        span = contexts.current_span()
        if span is not None and span.context.is_valid:
            own = span.context
            values = f"{own.trace_id:032x}", f"{own.span_id:016x}", f"{own.trace_flags & 0xFF:02x}"
        # whatever the function's own class of records makes of attributes
        self.__dict__.update(zip(_NAMES, values))

    return initialize


def _make(original: Any) -> Any:
    def make(*arguments: Any, **named: Any) -> Any:
        extra = arguments[_EXTRA] if len(arguments) > _EXTRA else named.get("extra")
        if not isinstance(extra, dict) or not any(name in extra for name in _NAMES):
            return original(*arguments, **named)
        # makeRecord refuses what a record has already
        others = {name: extra[name] for name in extra if name not in _NAMES}
        if "extra" in named:
            named["extra"] = others
        else:
            arguments = (*arguments[:_EXTRA], others, *arguments[_EXTRA + 1 :])
        record = original(*arguments, **named)
        record.__dict__.update({name: extra[name] for name in _NAMES if name in extra})
        return record

    return make
