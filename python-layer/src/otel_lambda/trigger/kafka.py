"""Topics of a Kafka cluster, MSK's or the user's own."""

from __future__ import annotations

from otel_lambda.trigger.byte_lists import decode
from otel_lambda.trigger.event import array
from otel_lambda.trigger.messaging import MessagingTrigger, put
from otel_lambda.trigger.records import records_of_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class KafkaTrigger(MessagingTrigger):
    """Records of partitions."""

    system = "kafka"
    wait = ("kafka wait", "ms", "timestamp")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event, records_of_each(event, "records"))

    def destination(self) -> str | None:
        """Returns the topic."""
        return self.records.common("topic")

    def specifics(self) -> dict[str, Any]:
        """Returns the partition, and a single record's offset."""
        values: dict[str, Any] = {}
        if self.destination() is not None:
            values["messaging.destination.partition.id"] = self.records.common("partition")
        offset = self.records.common("offset") if self.is_single_message else None
        if offset is not None and offset.isdigit():
            values["messaging.kafka.offset"] = int(offset)
        return values

    def read_context(self, message: dict[str, Any], carrier: dict[str, str]) -> None:
        """Reads headers: a list of objects, each a name with a list of bytes."""
        for header in array(message, "headers"):
            if type(header) is dict:
                for name, value in header.items():
                    put(carrier, name, decode(value))
