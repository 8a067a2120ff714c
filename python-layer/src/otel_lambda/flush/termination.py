"""SIGTERM, where telemetry may be held between invocations: it is sent, then the process ends as it would.

`faulthandler` sets the handler, in C: it writes to a pipe that a thread reads. The function sees the
default handler as before, and its own takes the place of this one.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import faulthandler
import os

from otel_lambda.concurrency import start_thread
from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.telemetry import Telemetry

_BUDGET = 1.0


def follow(telemetry: Telemetry) -> None:
    """Sends what is held when SIGTERM comes, for a second at most; not where the function has a handler."""
    if _signal.getsignal(_signal.SIGTERM) is not _signal.SIG_DFL:
        return
    reader, writer = os.pipe()

    def register() -> None:
        faulthandler.register(_signal.SIGTERM, file=writer, all_threads=False, chain=False)

    register()
    # a child of the function's has the default from its first instruction on
    os.register_at_fork(before=_unregister, after_in_parent=register)
    start_thread("what is held is lost when the environment ends", _run, telemetry, reader)


def _unregister() -> None:
    faulthandler.unregister(_signal.SIGTERM)


def _run(telemetry: Telemetry, reader: int) -> None:
    os.read(reader, 1)
    try:
        telemetry.close(_BUDGET)
    except Exception as error:
        warn_failure("what was held is lost", error)
    _unregister()
    os.kill(os.getpid(), _signal.SIGTERM)
