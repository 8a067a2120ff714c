"""An API Gateway WebSocket API: a client connects, disconnects or sends a message."""

from __future__ import annotations

from otel_lambda.trigger.event import text
from otel_lambda.trigger.http import HttpTrigger
from otel_lambda.trigger.query import join


class ApiGatewayWebSocketTrigger(HttpTrigger):
    """An event of a WebSocket's connection."""

    wait = ("api gateway wait", "ms", "requestContext", "requestTimeEpoch")

    def route(self) -> str | None:
        """Returns `$connect`, `$disconnect`, `$default`, or what selects a message's route."""
        return text(self.event, "requestContext", "routeKey")

    def query(self) -> str | None:
        """Returns the query, encoded again."""
        return join(self.event, encode=True)
