"""A DocumentDB change stream: the collection is a database's, the name a collection's."""

from __future__ import annotations

from otel_lambda.trigger.datasource import DatasourceTrigger
from otel_lambda.trigger.epoch_times import of_seconds
from otel_lambda.trigger.event import text
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OPERATIONS = {"insert": "insert", "update": "edit", "replace": "edit", "delete": "delete"}


class DocumentDbTrigger(DatasourceTrigger):
    """Documents that were changed."""

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(records_of(event, "events"))

    def collection(self) -> str | None:
        """Returns the database."""
        return self.records.common("event", "ns", "db")

    def name(self) -> str | None:
        """Returns the collection."""
        return self.records.common("event", "ns", "coll")

    def operation(self, record: dict[str, Any]) -> str | None:
        """Returns insert, edit or delete."""
        return _OPERATIONS.get(text(record, "event", "operationType") or "")

    def time(self) -> str | None:
        """Returns the cluster's time, `{"$timestamp": {"t": SECONDS, "i": ORDINAL}}`."""
        return of_seconds(self.records.common("event", "clusterTime", "$timestamp", "t"))
