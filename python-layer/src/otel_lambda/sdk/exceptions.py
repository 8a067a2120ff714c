"""What a span says of an exception; loaded with the first one."""

from __future__ import annotations

import traceback

from otel_lambda.diagnostics import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any


def type_of(exception: BaseException) -> str:
    """Returns the type's qualified name, without a module for built-in ones."""
    kind = type(exception)
    try:
        if kind.__module__ and kind.__module__ != "builtins":
            return f"{kind.__module__}.{kind.__qualname__}"
        return kind.__qualname__
    except Exception:
        # by a metaclass
        return "_OTHER"


def status_of(exception: BaseException) -> str:
    """Returns the status description that opentelemetry-sdk sets."""
    return describe(exception) if _message(exception) else f"{type(exception).__name__}: "


def attributes_of(exception: BaseException) -> dict[str, Any]:
    """Returns the attributes of the event `exception` (semantic-conventions v1.44.0)."""
    return {
        "exception.type": type_of(exception),
        "exception.message": _message(exception),
        "exception.stacktrace": _stack_trace(exception),
    }


def _message(exception: BaseException) -> str:
    try:
        return str(exception)
    except Exception:
        return ""


def _stack_trace(exception: BaseException) -> str:
    try:
        lines = traceback.format_exception(type(exception), exception, _user_frames(exception.__traceback__))
    except Exception:
        return ""
    return "".join(lines)


def _user_frames(frames: TracebackType | None) -> TracebackType | None:
    """Leaves out the layer's own frame, which is the first if it is there."""
    if frames is not None and frames.tb_frame.f_globals.get("__name__", "").startswith("otel_lambda."):
        return frames.tb_next
    return frames
