"""Sends after the response, but of invocations that follow each other closely not each.

What is held waits as long as the next invocation can be expected before the export falls due, an
interval after the last. How long the next one lets wait is told by the last ones: no longer than
the longest of four. If it does not come, what was reported within the interval stays in the
environment while that is frozen, goes out when it is shut down, and is lost if it is killed.
"""

from __future__ import annotations

from collections import deque
from time import monotonic

from otel_lambda.flush.after_response import AfterResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.flush.before_response import BeforeResponse
    from otel_lambda.telemetry import Telemetry

_GAPS = 4


class Adaptive(AfterResponse):
    """Knows the last gaps between invocations, in seconds."""

    def __init__(self, telemetry: Telemetry, otherwise: BeforeResponse) -> None:
        super().__init__(telemetry, otherwise)
        self._interval = telemetry.settings.adaptive_interval
        self._gaps: deque[float] = deque(maxlen=_GAPS)
        self._known = 0
        self._exported = 0.0

    def initialized(self) -> None:
        """Follows SIGTERM from now on, when the function has set its own handlers."""
        from otel_lambda.flush.termination import follow

        follow(self._telemetry)

    def waited(self, seconds: float) -> None:
        """Takes a gap; the first is the time from the init to the first invocation."""
        self._gaps.append(seconds)
        self._known += 1

    def exported(self) -> None:
        """Takes note of the time."""
        self._exported = monotonic()

    def may_hold(self) -> bool:
        """Tells if the next invocation is expected before the export falls due."""
        return (
            self._known > _GAPS
            and self._exported > 0
            and monotonic() + max(self._gaps) - self._exported < self._interval
        )
