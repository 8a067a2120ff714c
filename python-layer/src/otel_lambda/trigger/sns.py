"""An SNS topic, which sends one message at a time."""

from __future__ import annotations

from otel_lambda.trigger.event import mapping, text
from otel_lambda.trigger.messaging import MessagingTrigger, after_last, put
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class SnsTrigger(MessagingTrigger):
    """A message of a topic."""

    system = "aws.sns"
    wait = ("sns wait", "iso", "Sns", "Timestamp")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, records_of(event, "Records"))

    def destination(self) -> str | None:
        """Returns the topic."""
        return after_last(":", self.records.common("Sns", "TopicArn"))

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the id of a message."""
        return text(message, "Sns", "MessageId")

    @property
    def is_batch(self) -> bool:
        """Tells if there is more than one message, which SNS does not send."""
        return self.records.size > 1

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads message attributes."""
        _read_attributes(mapping(message, "Sns"), carrier)


def read_notification(body: str, carrier: dict[str, str]) -> None:
    """Reads a notification's attributes, as they come in the body of an SQS message."""
    import json

    try:
        notification = json.loads(body)
    except ValueError:
        return
    if type(notification) is dict:
        _read_attributes(notification, carrier)


def _read_attributes(notification: dict[str, Any], carrier: dict[str, str]) -> None:
    for name, attribute in mapping(notification, "MessageAttributes").items():
        put(carrier, name, text(attribute, "Value"))
