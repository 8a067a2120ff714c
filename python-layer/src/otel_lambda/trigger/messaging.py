"""What the triggers that hand messages over have in common.

Source: semantic-conventions v1.44.0, docs/messaging/messaging-spans.md and docs/faas/aws-lambda.md.
"""

from __future__ import annotations

from otel_lambda.sdk.span import CONSUMER
from otel_lambda.trigger.base import Trigger
from otel_lambda.trigger.event import as_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.trigger.records import Records

_PROCESS = "process"


class MessagingTrigger(Trigger):
    """A batch of messages, or one."""

    type = "pubsub"
    kind = CONSUMER
    system = ""
    """The value of `messaging.system`."""

    def __init__(self, event: dict[str, Any], records: Records) -> None:
        self.event = event
        self.records = records

    def span_name(self) -> str | None:
        """Returns `SOURCE process`."""
        return f"{self.source() or 'multiple_sources'} {_PROCESS}"

    def attributes(self) -> dict[str, Any]:
        """Returns the attributes of a consumer's span."""
        values: dict[str, Any] = {
            "messaging.system": self.system,
            "messaging.operation.name": _PROCESS,
            "messaging.operation.type": _PROCESS,
            "messaging.destination.name": self.destination(),
        }
        if self.is_batch:
            values["messaging.batch.message_count"] = self.records.size
        if self.is_single_message:
            values["messaging.message.id"] = self.message_id(self.records.known[0])
        values.update(self.specifics())
        return values

    def messages(self) -> list[dict[str, str]]:
        """Returns for each known message what its sender's context may be read from."""
        messages: list[dict[str, str]] = []
        for message in self.records.known:
            carrier: dict[str, str] = {}
            self.read_context(message, carrier)
            messages.append(carrier)
        return messages

    @property
    def is_single_message(self) -> bool:
        """Tells if the event is one message, or a batch of one."""
        return self.records.size == 1 and len(self.records.known) == 1

    @property
    def is_batch(self) -> bool:
        """Tells if the source sends batches, even if one has a single message."""
        return True

    def destination(self) -> str | None:
        """Returns the queue, topic or stream that all messages come from; None if several."""
        return None

    def source(self) -> str | None:
        """Returns what the span is named after; None if there are several sources."""
        return self.destination()

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the id of a message."""
        return None

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads what the sender has put beside the message."""

    def specifics(self) -> dict[str, Any]:
        """Returns the attributes that this system alone has."""
        return {}


def put(carrier: dict[str, str], name: str, value: Any) -> None:
    """Adds a value to what is read of a message, if it is a scalar."""
    scalar = as_text(value)
    if scalar is not None:
        carrier[name.lower()] = scalar


def after_last(separator: str, value: str | None) -> str | None:
    """Returns what follows the last separator; None for None."""
    return None if value is None else value.rpartition(separator)[2]
