"""An authorizer of an API Gateway API, which is asked before the request is passed on.

The route is the one that it guards, so neither its span's name nor an attribute of it has that.
"""

from __future__ import annotations

from otel_lambda.trigger.event import text
from otel_lambda.trigger.http import HttpTrigger
from otel_lambda.trigger.query import join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ApiGatewayAuthorizerTrigger(HttpTrigger):
    """A request that is to be allowed or denied."""

    def method(self) -> str | None:
        """Returns the method as the client sent it."""
        return text(self.event, "requestContext", "http", "method") or text(self.event, "httpMethod")

    def path(self) -> str | None:
        """Returns the path as the client sent it."""
        return text(self.event, "rawPath") or text(self.event, "path")

    def query(self) -> str | None:
        """Returns the query."""
        query = text(self.event, "rawQueryString")
        return join(self.event, encode=True) if query is None else query

    def peer(self) -> str | None:
        """Returns the client's address."""
        return text(self.event, "requestContext", "http", "sourceIp") or super().peer()

    def protocol(self) -> str | None:
        """Returns the protocol."""
        return text(self.event, "requestContext", "http", "protocol") or super().protocol()

    def status_code(self, response: Any) -> int | None:
        """Returns None: the response is a policy, not the client's."""
        return None
