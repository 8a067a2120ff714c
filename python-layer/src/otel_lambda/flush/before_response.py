"""Sends before the response: nothing is lost, and the caller waits for the backend."""

from __future__ import annotations

from otel_lambda.flush.policy import budget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.telemetry import Telemetry


class BeforeResponse:
    """Sends at the end of each invocation, within what it has left of its time."""

    def __init__(self, telemetry: Telemetry, timeout: float) -> None:
        self._telemetry = telemetry
        self._timeout = timeout

    def initialized(self) -> None:
        """Does nothing."""

    def after_invocation(self, request_id: str, remaining: float) -> None:
        """Sends, and waits as long as that is worthwhile."""
        seconds = min(self._timeout, budget(remaining))
        if seconds > 0:
            self._telemetry.flush(seconds)
