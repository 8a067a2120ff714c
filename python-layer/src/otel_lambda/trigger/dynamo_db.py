"""A DynamoDB table's stream. An item has no name but its key, which is the user's data."""

from __future__ import annotations

from otel_lambda.trigger.datasource import DatasourceTrigger
from otel_lambda.trigger.epoch_times import of_seconds
from otel_lambda.trigger.event import text
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OPERATIONS = {"INSERT": "insert", "MODIFY": "edit", "REMOVE": "delete"}


class DynamoDbTrigger(DatasourceTrigger):
    """Items that were changed."""

    wait = ("dynamodb wait", "s", "dynamodb", "ApproximateCreationDateTime")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(records_of(event, "Records"))

    def collection(self) -> str | None:
        """Returns the table of `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL`."""
        _, found, rest = (self.records.common("eventSourceARN") or "").partition(":table/")
        return rest.partition("/")[0] if found else None

    def operation(self, record: dict[str, Any]) -> str | None:
        """Returns insert, edit or delete."""
        return _OPERATIONS.get(text(record, "eventName") or "")

    def time(self) -> str | None:
        """Returns the time of the change."""
        return of_seconds(self.records.common("dynamodb", "ApproximateCreationDateTime"))
