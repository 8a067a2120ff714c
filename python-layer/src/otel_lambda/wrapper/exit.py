"""The end of the process by an exception, as it is without the layer."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import sys

from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType


def end(error: BaseException, followers: Iterable[Callable[[BaseException], None]]) -> None:
    """Tells the followers; prints the error as Python would; ends the process.

    Returns for SystemExit, which the caller lets go on. No exception is being handled.
    """
    for tell in followers:
        try:
            tell(error)
        except Exception as failure:
            warn_failure("what the last invocation reported may be lost", failure)
    if isinstance(error, SystemExit):
        return
    error.__traceback__ = _without_own(error.__traceback__)
    _print(error)
    if isinstance(error, KeyboardInterrupt):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        os.kill(os.getpid(), _signal.SIGINT)
    raise SystemExit(1)


def _print(error: BaseException) -> None:
    """Prints an error by the function's hook; says what Python says where that fails or is missing."""
    try:
        hook = sys.excepthook
    except AttributeError:
        _print_plainly("sys.excepthook is missing\n", error)
        return
    failure: BaseException | None = None
    try:
        # it prints the frames that the exception has
        hook(type(error), error, error.__traceback__)
    except SystemExit:
        raise
    except BaseException as raised:
        failure = raised.with_traceback(_without_own(raised.__traceback__))
    if failure is not None:
        _print_plainly("Error in sys.excepthook:\n", failure)
        _print_plainly("\nOriginal exception was:\n", error)


def _print_plainly(title: str, error: BaseException) -> None:
    if sys.stderr is not None:
        sys.stderr.write(title)
    sys.__excepthook__(type(error), error, error.__traceback__)


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
