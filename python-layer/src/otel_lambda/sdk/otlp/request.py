"""Export requests: items by scope, below one resource. Traces, metrics and logs share the shape."""

from __future__ import annotations

from otel_lambda.sdk.otlp.protobuf import attributes, message, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from otel_lambda.sdk.span import Scope

    class Items(Protocol):
        """Takes encoded items, which become a request."""

        def add(self, scope: Scope, item: bytes) -> None:
            """Adds an item, encoded as field 2 of its scope's message."""


def encode_resource(values: dict[str, Any]) -> bytes:
    """Returns the field `resource` of ResourceSpans and its like."""
    return message(b"\x0a", attributes(b"\x0a", values))


def encode_request(resource: bytes, items: list[tuple[Scope, bytes]]) -> bytes:
    """Returns an Export…ServiceRequest; each item is an encoded field 2 of its Scope… message."""
    scopes: dict[Any, tuple[Scope, list[bytes]]] = {}
    for scope, item in items:
        scopes.setdefault(scope.key, (scope, []))[1].append(item)
    body = [resource]
    for scope, encoded in scopes.values():
        body.append(
            message(
                b"\x12",
                _scope(scope) + b"".join(encoded) + text(b"\x1a", scope.schema_url),
            )
        )
    return message(b"\x0a", b"".join(body))


def _scope(scope: Scope) -> bytes:
    return message(
        b"\x0a",
        text(b"\x0a", scope.name) + text(b"\x12", scope.version) + attributes(b"\x1a", scope.attributes),
    )
