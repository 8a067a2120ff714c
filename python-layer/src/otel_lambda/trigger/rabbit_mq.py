"""A queue of a RabbitMQ broker of Amazon MQ."""

from __future__ import annotations

from otel_lambda.trigger.byte_lists import decode
from otel_lambda.trigger.event import mapping, text
from otel_lambda.trigger.messaging import MessagingTrigger, put
from otel_lambda.trigger.records import records_of_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class RabbitMqTrigger(MessagingTrigger):
    """Messages of a queue, listed by `QUEUE::VIRTUAL_HOST`."""

    system = "rabbitmq"

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, records_of_each(event, "rmqMessagesByQueue"))

    def destination(self) -> str | None:
        """Returns the queue."""
        queues = list(mapping(self.event, "rmqMessagesByQueue"))
        return queues[0].partition("::")[0] if len(queues) == 1 else None

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the id of a message."""
        return text(message, "basicProperties", "messageId")

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads headers: each a string as it is, or an object with a list of bytes."""
        for name, value in mapping(message, "basicProperties", "headers").items():
            put(carrier, name, decode(value.get("bytes")) if type(value) is dict else value)
