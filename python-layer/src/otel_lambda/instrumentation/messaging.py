"""What the spans of messaging clients have in common (semantic-conventions v1.44.0, messaging-spans.md)."""

from __future__ import annotations

from otel_lambda.instrumentation.support import Call, guarded
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.span import CLIENT, CONSUMER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.tracer import Tracer
    from otel_lambda.telemetry import Telemetry

    Headers = Iterable[tuple[Any, Any]]


def span_name(operation: str, destination: Any) -> str:
    """Returns `OPERATION DESTINATION`."""
    return f"{operation} {destination}" if destination else operation


def attributes(system: str, operation: str, kind: str, destination: Any) -> dict[str, Any]:
    """Returns the attributes that each of these spans has."""
    values = {
        "messaging.system": system,
        "messaging.operation.name": operation,
        "messaging.operation.type": kind,
    }
    if destination:
        values["messaging.destination.name"] = destination
    return values


def headers_of_context(telemetry: Telemetry, own: Iterable[str]) -> list[tuple[str, str]]:
    """Returns what carries the current context, but for the names that the message has already."""
    headers: dict[str, str] = {}
    telemetry.propagator.inject(contexts.current(), headers.__setitem__)
    names = set(own)
    return [(name, value) for name, value in headers.items() if name not in names]


def context_of(telemetry: Telemetry, headers: Headers | None) -> Context | None:
    """Returns the context that a message carries in its headers, or None."""
    texts = {}
    for name, value in headers or ():
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(name, str) and isinstance(value, str):
            texts[name.lower()] = value
    context = telemetry.propagator.extract(contexts.ROOT, texts) if texts else contexts.ROOT
    return None if context.span is None else context


def received(
    tracer: Tracer,
    telemetry: Telemetry,
    name: str,
    attributes: dict[str, Any],
    start_time: int,
    messages: Iterable[Headers | None],
) -> None:
    """Makes the span of a call that has taken messages, with a link to the span that sent each."""
    span = tracer.start_span(name, CLIENT, attributes, start_time=start_time)
    for headers in messages:
        context = context_of(telemetry, headers)
        if context is not None and context.span is not None:
            span.add_link(context.span.context)
    span.end()


class Processing(Call):
    """The span of a callback that processes a message, linked to the span that sent it.

    Where no span is current, as in a thread of the client's, it is below the sender's.
    """

    __slots__ = ()

    def __init__(
        self,
        tracer: Tracer,
        telemetry: Telemetry,
        name: str,
        attributes: dict[str, Any],
        headers: Headers | None,
    ) -> None:
        sender = guarded("a message's context is not read", context_of, telemetry, headers)
        if sender is None or contexts.current().span is not None:
            super().__init__(tracer, name, attributes, CONSUMER, suppress=False)
            if sender is not None:
                self.span.add_link(sender.span.context)
            return
        token = contexts.attach(sender)
        super().__init__(tracer, name, attributes, CONSUMER, suppress=False)
        contexts.detach(token)
