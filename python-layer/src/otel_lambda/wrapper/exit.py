"""The end of the process by an exception, as it is without the layer."""

from __future__ import annotations

import os
import signal
import sys

from otel_lambda.diagnostics import warn_failure
from otel_lambda.wrapper.runtime import runtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


def end(error: BaseException, frames: TracebackType | None) -> None:
    """Reports what is open; prints the error as Python would, with those frames; ends the process.

    Returns for SystemExit, which the caller lets go on.
    """
    try:
        runtime.exiting(error)
    except Exception as failure:
        warn_failure("what the last invocation reported may be lost", failure)
    if isinstance(error, SystemExit):
        return
    # the hook prints the frames that the exception has
    error.__traceback__ = _without_own(frames)
    sys.excepthook(type(error), error, error.__traceback__)
    if isinstance(error, KeyboardInterrupt):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    raise SystemExit(1) from None


def _without_own(frames: TracebackType | None) -> TracebackType | None:
    """Leaves out the frames of the layer's modules."""
    while frames is not None and _is_own(frames):
        frames = frames.tb_next
    each = frames
    while each is not None:
        while each.tb_next is not None and _is_own(each.tb_next):
            each.tb_next = each.tb_next.tb_next
        each = each.tb_next
    return frames


def _is_own(frames: TracebackType) -> bool:
    return str(frames.tb_frame.f_globals.get("__name__", "")).startswith("otel_lambda.")
