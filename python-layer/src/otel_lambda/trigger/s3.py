"""An S3 bucket's event notification."""

from __future__ import annotations

from otel_lambda.settings import unquote
from otel_lambda.trigger.datasource import DatasourceTrigger
from otel_lambda.trigger.event import text
from otel_lambda.trigger.records import records_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class S3Trigger(DatasourceTrigger):
    """Objects that were created or removed."""

    wait = ("s3 wait", "iso", "eventTime")

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(records_of(event, "Records"))

    def collection(self) -> str | None:
        """Returns the bucket."""
        return self.records.common("s3", "bucket", "name")

    def operation(self, record: dict[str, Any]) -> str | None:
        """Returns insert, delete or edit."""
        name = text(record, "eventName")
        if name is None:
            return None
        if name.startswith("ObjectCreated:"):
            return "insert"
        return "delete" if name.startswith(("ObjectRemoved:", "LifecycleExpiration:")) else "edit"

    def name(self) -> str | None:
        """Returns the key, which comes as in a form: `red+flower.jpg`."""
        key = self.records.common("s3", "object", "key")
        return None if key is None else unquote(key.replace("+", " "))

    def time(self) -> str | None:
        """Returns the event's time."""
        return self.records.common("eventTime")
