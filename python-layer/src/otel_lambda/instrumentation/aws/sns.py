"""SNS (semantic-conventions v1.44.0, docs/messaging/sns.md)."""

from __future__ import annotations

from otel_lambda.instrumentation.aws.messages import with_context
from otel_lambda.instrumentation.aws.service import Service
from otel_lambda.sdk.span import CLIENT, PRODUCER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_BATCH = "PublishBatchRequestEntries"


class Sns(Service):
    """A call of a topic."""

    def kind(self) -> int:
        """Returns PRODUCER for what publishes."""
        return PRODUCER if self.operation.startswith("Publish") else CLIENT

    def request_attributes(self) -> dict[str, Any]:
        """Returns the topic; a phone number is the user's data, and not reported."""
        values: dict[str, Any] = {"messaging.system": "aws.sns"}
        arn = self.parameters.get("TopicArn") or self.parameters.get("TargetArn")
        if arn:
            values["aws.sns.topic.arn"] = arn
            values["messaging.destination.name"] = arn.rpartition(":")[2]
        if self.operation.startswith("Publish"):
            values["messaging.operation.type"] = "send"
            values["messaging.operation.name"] = "publish"
        entries = self.parameters.get(_BATCH)
        if isinstance(entries, list):
            values["messaging.batch.message_count"] = len(entries)
        return values

    def response_attributes(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns the message's id, or the topic that was made."""
        names = {"MessageId": "messaging.message.id", "TopicArn": "aws.sns.topic.arn"}
        return {name: result[member] for member, name in names.items() if result.get(member)}

    def inject(self, telemetry: Telemetry) -> dict[str, Any] | None:
        """Puts the context into the attributes of each message that is published."""
        if self.operation == "Publish":
            return with_context(telemetry, self.parameters)
        if self.operation == "PublishBatch" and isinstance(self.parameters.get(_BATCH), list):
            entries = [with_context(telemetry, each) for each in self.parameters[_BATCH]]
            return {**self.parameters, _BATCH: entries}
        return None
