"""Sends before the response: nothing is lost, and the caller waits for the backend."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.telemetry import Telemetry

_MIN_MARGIN = 0.1
_MAX_MARGIN = 0.5


class BeforeResponse:
    """Sends at the end of each invocation, within what it has left of its time."""

    def __init__(self, telemetry: Telemetry, timeout: float) -> None:
        self._telemetry = telemetry
        self._timeout = timeout

    def initialized(self) -> None:
        """Does nothing."""

    def after_invocation(self, request_id: str, remaining: float) -> None:
        """Sends, and waits as long as that is worthwhile, or not at all where there is no time."""
        self._telemetry.flush(limit(self._timeout, remaining))


def limit(timeout: float, remaining: float) -> float:
    """Returns the seconds that a flush may take of those that remain, 0 where there is no time."""
    return max(0.0, min(timeout, budget(remaining)))


def budget(remaining: float) -> float:
    """Returns what a tenth of the remaining seconds leaves, no less than 0.1 and no more than 0.5."""
    return remaining - min(_MAX_MARGIN, max(_MIN_MARGIN, remaining / 10))
