"""SQS (semantic-conventions v1.44.0, docs/messaging/sqs.md)."""

from __future__ import annotations

from otel_lambda.instrumentation.aws.messages import with_context
from otel_lambda.instrumentation.aws.service import Service
from otel_lambda.sdk.span import CLIENT, PRODUCER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_OPERATIONS = {
    "SendMessage": ("send", "send"),
    "SendMessageBatch": ("send", "send"),
    "ReceiveMessage": ("receive", "receive"),
    "DeleteMessage": ("settle", "delete"),
    "DeleteMessageBatch": ("settle", "delete"),
}


class Sqs(Service):
    """A call of a queue."""

    def kind(self) -> int:
        """Returns PRODUCER for what sends."""
        return PRODUCER if self.operation.startswith("SendMessage") else CLIENT

    def request_attributes(self) -> dict[str, Any]:
        """Returns the queue, and what is done with its messages."""
        values: dict[str, Any] = {"messaging.system": "aws_sqs"}
        url = self.parameters.get("QueueUrl")
        if url:
            values["aws.sqs.queue.url"] = url
            values["messaging.destination.name"] = url.rpartition("/")[2]
        if self.operation in _OPERATIONS:
            kind, name = _OPERATIONS[self.operation]
            values["messaging.operation.type"] = kind
            values["messaging.operation.name"] = name
        entries = self.parameters.get("Entries")
        if isinstance(entries, list):
            values["messaging.batch.message_count"] = len(entries)
        return values

    def response_attributes(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns a single message's id, or how many messages there were."""
        messages = result.get("Messages")
        if isinstance(messages, list):
            return {"messaging.batch.message_count": len(messages)}
        return {"messaging.message.id": result["MessageId"]} if result.get("MessageId") else {}

    def inject(self, telemetry: Telemetry) -> dict[str, Any] | None:
        """Puts the context into the attributes of each message that is sent."""
        if self.operation == "SendMessage":
            return with_context(telemetry, self.parameters)
        if self.operation == "SendMessageBatch" and isinstance(self.parameters.get("Entries"), list):
            entries = [with_context(telemetry, each) for each in self.parameters["Entries"]]
            return {**self.parameters, "Entries": entries}
        return None
