"""A queue of an ActiveMQ broker of Amazon MQ."""

from __future__ import annotations

from otel_lambda.trigger.event import mapping, text
from otel_lambda.trigger.messaging import MessagingTrigger, put
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ActiveMqTrigger(MessagingTrigger):
    """Messages of a queue."""

    system = "activemq"
    wait = ("activemq wait", "ms", "timestamp")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, records_of(event, "messages"))

    def destination(self) -> str | None:
        """Returns the queue."""
        return self.records.common("destination", "physicalName")

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the id of a message."""
        return text(message, "messageID")

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads properties."""
        for name, value in mapping(message, "properties").items():
            put(carrier, name, value)
