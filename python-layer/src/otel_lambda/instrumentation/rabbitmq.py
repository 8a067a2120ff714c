"""What the spans of RabbitMQ's clients have in common (semantic-conventions v1.44.0, rabbitmq.md)."""

from __future__ import annotations

from otel_lambda.instrumentation import messaging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def destination(*parts: Any) -> str:
    """Returns exchange, routing key and queue, as far as they are known and differ."""
    names: list[str] = []
    for each in parts:
        if each and each not in names:
            names.append(str(each))
    return ":".join(names) or "amq.default"


def attributes(operation: str, kind: str, place: str, routing_key: Any, properties: Any) -> dict[str, Any]:
    """Returns the attributes of a message."""
    values = messaging.attributes("rabbitmq", operation, kind, place)
    known = {
        "messaging.rabbitmq.destination.routing_key": routing_key,
        "messaging.message.id": getattr(properties, "message_id", None),
        "messaging.message.conversation_id": getattr(properties, "correlation_id", None),
    }
    values.update({name: value for name, value in known.items() if value})
    return values


def with_context(telemetry: Telemetry, properties: Any) -> Any:
    """Returns a copy of a message's properties, with the context among its headers."""
    from copy import copy

    headers = dict(properties.headers or {})
    headers.update(messaging.headers_of_context(telemetry, headers))
    changed = copy(properties)
    changed.headers = headers
    return changed


def headers(properties: Any) -> Any:
    """Returns the headers of a message."""
    found = getattr(properties, "headers", None)
    return found.items() if isinstance(found, dict) else None
