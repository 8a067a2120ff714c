"""An AppSync resolver, alone or in a batch, a channel's handler or an authorizer.

Its event carries the headers of the request to the API, which may resolve many fields; method and path
are not in it (semantic-conventions v1.44.0, docs/graphql/graphql-spans.md).
"""

from __future__ import annotations

from otel_lambda.trigger.event import lower_case, mapping, text
from otel_lambda.trigger.http import HttpTrigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OPERATIONS = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}


def is_app_sync(event: dict[str, Any]) -> bool:
    """Tells if AppSync passes such an event."""
    if not mapping(event, "request", "headers"):
        return "authorizationToken" in event and "requestHeaders" in event
    return (
        text(event, "info", "fieldName") is not None
        or text(event, "fieldName") is not None
        or bool(mapping(event, "info", "channel"))
    )


class AppSyncTrigger(HttpTrigger):
    """A field that is to be resolved, or a message or a request that is to be looked at."""

    def headers(self, event: Any) -> dict[str, str]:
        """Returns the headers of the request to the API."""
        own = mapping(self.event, "request", "headers") or mapping(self.event, "requestHeaders")
        return lower_case(own)

    def attributes(self) -> dict[str, Any]:
        """Returns what the headers tell, and the operation's type."""
        type_name = text(self.event, "info", "parentTypeName") or text(self.event, "typeName")
        return {**super().attributes(), "graphql.operation.type": _OPERATIONS.get(type_name or "")}

    def method(self) -> str | None:
        """Returns None, as the event does not tell it."""
        return None

    def path(self) -> str | None:
        """Returns None, as the event does not tell it."""
        return None

    def status_code(self, response: Any) -> int | None:
        """Returns None: the result is data, whatever it has by the name of a status."""
        return None
