"""An API Gateway HTTP API (proxy event of format 2.0)."""

from __future__ import annotations

from otel_lambda.trigger.event import text
from otel_lambda.trigger.http import HttpTrigger


class ApiGatewayHttpTrigger(HttpTrigger):
    """A request to an HTTP API."""

    wait = ("api gateway wait", "ms", "requestContext", "timeEpoch")

    def method(self) -> str | None:
        """Returns the method as the client sent it."""
        return text(self.event, "requestContext", "http", "method")

    def route(self) -> str | None:
        """Returns the route of `GET /orders/{id}`; `$default` is none."""
        _, blank, path = (text(self.event, "routeKey") or "").partition(" /")
        return "/" + path if blank else None

    def path(self) -> str | None:
        """Returns the path as the client sent it."""
        return text(self.event, "rawPath")

    def query(self) -> str | None:
        """Returns the query as the client sent it."""
        return text(self.event, "rawQueryString")

    def peer(self) -> str | None:
        """Returns the client's address."""
        return text(self.event, "requestContext", "http", "sourceIp")

    def protocol(self) -> str | None:
        """Returns the protocol."""
        return text(self.event, "requestContext", "http", "protocol")

    def default_status(self) -> int:
        """Returns 200."""
        return 200
