"""Sends at intervals, where the environment is never frozen (managed instances)."""

from __future__ import annotations

from time import sleep

from otel_lambda.concurrency import start_thread
from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.telemetry import Telemetry

_TIMEOUT = 30.0


class OnInterval:
    """Sends from a thread of its own, which the first invocation starts, and holds nobody's response."""

    def __init__(self, telemetry: Telemetry, interval: float) -> None:
        self._telemetry = telemetry
        self._interval = interval
        self._started = False

    def initialized(self) -> None:
        """Does nothing."""

    def after_invocation(self, request_id: str, remaining: float) -> None:
        """Leaves what was reported to the thread."""
        if not self._started:
            self._started = start_thread("telemetry is kept until a thread can be started", self._run)

    def _run(self) -> None:
        while True:
            sleep(self._interval)
            try:
                self._telemetry.flush(_TIMEOUT)
            except Exception as error:
                warn_failure("what was reported may be late or lost", error)
