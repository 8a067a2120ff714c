"""A Kinesis data stream, whose records carry nothing but their data."""

from __future__ import annotations

from otel_lambda.trigger.event import text
from otel_lambda.trigger.messaging import MessagingTrigger, after_last
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class KinesisTrigger(MessagingTrigger):
    """Records of a stream's shard."""

    system = "aws.kinesis"
    wait = ("kinesis wait", "s", "kinesis", "approximateArrivalTimestamp")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, records_of(event, "Records"))

    def destination(self) -> str | None:
        """Returns the stream."""
        return after_last("/", self.records.common("eventSourceARN"))

    def message_id(self, message: dict[str, Any]) -> str | None:
        """Returns the id of a record."""
        return text(message, "eventID")

    def specifics(self) -> dict[str, Any]:
        """Returns stream and shard: an event's id is `SHARD:SEQUENCE_NUMBER`, a batch of one shard."""
        shard, colon, _ = (text(self.records.known[0], "eventID") or "").partition(":")
        return {
            "aws.kinesis.stream_name": self.destination(),
            "messaging.destination.partition.id": shard if colon and shard else None,
        }
