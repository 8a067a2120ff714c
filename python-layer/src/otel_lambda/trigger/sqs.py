"""An SQS queue; a message may be one that SNS has sent to the queue."""

from __future__ import annotations

from otel_lambda.trigger.base import AWS_TRACE_HEADER
from otel_lambda.trigger.event import mapping, text
from otel_lambda.trigger.messaging import MessagingTrigger, after_last, put
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class SqsTrigger(MessagingTrigger):
    """Messages of a queue."""

    system = "aws_sqs"
    wait = ("sqs wait", "ms", "attributes", "SentTimestamp")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, records_of(event, "Records"))

    def destination(self) -> str | None:
        """Returns the queue."""
        return after_last(":", self.records.common("eventSourceARN"))

    def source(self) -> str | None:
        """Returns the queue, or the event source where messages do not tell their queue."""
        if "eventSourceARN" in self.records.known[0]:
            return self.destination()
        return self.records.common("eventSource")

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the id of a message."""
        return text(message, "messageId")

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads message attributes, those of a notification in the body too, and X-Ray's header."""
        body = text(message, "body")
        if body is not None and body.startswith("{") and '"MessageAttributes"' in body:
            from otel_lambda.trigger.sns import read_notification

            read_notification(body, carrier)
        for name, attribute in mapping(message, "messageAttributes").items():
            put(carrier, name, text(attribute, "stringValue"))
        put(carrier, AWS_TRACE_HEADER, text(message, "attributes", "AWSTraceHeader"))
