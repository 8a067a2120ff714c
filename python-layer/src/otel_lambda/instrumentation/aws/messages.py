"""Message attributes of SQS and SNS, in which the context travels."""

from __future__ import annotations

from otel_lambda.sdk import context as contexts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_MAX_ATTRIBUTES = 10
"""What the services take; a message that would have more keeps its own only."""


def with_context(telemetry: Telemetry, message: dict[str, Any]) -> dict[str, Any]:
    """Returns a copy of a message, with the context among its attributes."""
    attributes = dict(message.get("MessageAttributes") or {})
    headers: dict[str, str] = {}
    telemetry.propagator.inject(contexts.current(), headers.__setitem__)
    added = {name: value for name, value in headers.items() if name not in attributes}
    if not added or len(attributes) + len(added) > _MAX_ATTRIBUTES:
        return message
    for name, value in added.items():
        attributes[name] = {"DataType": "String", "StringValue": value}
    return {**message, "MessageAttributes": attributes}
