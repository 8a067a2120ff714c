"""A function URL, whose events are those of an HTTP API."""

from __future__ import annotations

from otel_lambda.trigger.api_gateway_http import ApiGatewayHttpTrigger


class FunctionUrlTrigger(ApiGatewayHttpTrigger):
    """A request to a function URL."""

    wait = ("function url wait", "ms", "requestContext", "timeEpoch")
