"""An Application Load Balancer, with or without multi-value headers."""

from __future__ import annotations

from otel_lambda.trigger.http import HttpTrigger
from otel_lambda.trigger.query import join


class LoadBalancerTrigger(HttpTrigger):
    """A request to a load balancer, which hands parameters on as they were sent."""

    def query(self) -> str | None:
        """Returns the query as the client sent it."""
        return join(self.event, encode=False)
