"""An API Gateway REST API (proxy event of format 1.0), or an HTTP API that sends this format."""

from __future__ import annotations

from otel_lambda.trigger.event import text
from otel_lambda.trigger.http import HttpTrigger
from otel_lambda.trigger.query import join


class ApiGatewayRestTrigger(HttpTrigger):
    """A request to a REST API."""

    wait = ("api gateway wait", "ms", "requestContext", "requestTimeEpoch")

    def route(self) -> str | None:
        """Returns the resource."""
        return text(self.event, "resource")

    def query(self) -> str | None:
        """Returns the query, encoded again."""
        return join(self.event, encode=True)
