"""An EventBridge rule.

The X-Ray header that an event was sent with is no part of the event: it reaches a function in its
environment. What a sender can add is a member of `detail`.
"""

from __future__ import annotations

from otel_lambda.trigger.event import mapping, text
from otel_lambda.trigger.messaging import MessagingTrigger, put
from otel_lambda.trigger.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class EventBridgeTrigger(MessagingTrigger):
    """An event of a bus, which it does not name."""

    system = "aws.eventbridge"
    wait = ("eventbridge wait", "iso", "time")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, Records([event]))

    def source(self) -> str | None:
        """Returns the event's source."""
        return text(self.event, "source")

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the event's id."""
        return text(message, "id")

    @property
    def is_batch(self) -> bool:
        """Returns False."""
        return False

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads the members of `detail`."""
        for name, value in mapping(message, "detail").items():
            put(carrier, name, value)
