"""A schedule of an EventBridge rule or of EventBridge Scheduler.

Its events tell the time, not the schedule's expression.
"""

from __future__ import annotations

from otel_lambda.trigger.base import Trigger
from otel_lambda.trigger.event import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ScheduledTrigger(Trigger):
    """A time that has come."""

    type = "timer"
    wait = ("eventbridge wait", "iso", "time")

    def __init__(self, event: dict[str, Any]) -> None:
        self._time = text(event, "time")

    def attributes(self) -> dict[str, Any]:
        """Returns the time."""
        return {"faas.time": self._time}
