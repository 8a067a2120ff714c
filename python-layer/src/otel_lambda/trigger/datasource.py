"""What the triggers that tell of changed data have in common.

Source: semantic-conventions v1.44.0, docs/faas/faas-spans.md. Where an event has several changes,
what they do not have in common is left out.
"""

from __future__ import annotations

from otel_lambda.trigger.base import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.trigger.records import Records


class DatasourceTrigger(Trigger):
    """Changes of a bucket, table or collection."""

    type = "datasource"

    def __init__(self, records: Records) -> None:
        self.records = records

    def attributes(self) -> dict[str, Any]:
        """Returns what was changed, how and when."""
        return {
            "faas.document.collection": self.collection(),
            "faas.document.operation": self._common_operation(),
            "faas.document.name": self.name(),
            "faas.document.time": self.time(),
        }

    def _common_operation(self) -> str | None:
        operations = {self.operation(record) for record in self.records.known}
        return operations.pop() if len(operations) == 1 else None

    def collection(self) -> str | None:
        """Returns the bucket, table or collection."""
        return None

    def operation(self, record: dict[str, Any]) -> str | None:
        """Returns insert, edit or delete; None if there is no name for it."""
        return None

    def name(self) -> str | None:
        """Returns what in the collection was changed."""
        return None

    def time(self) -> str | None:
        """Returns when, in ISO 8601."""
        return None
