"""pika, 1.0 on: one span for each message that is published, fetched, or given to a callback."""

from __future__ import annotations

import sys
import time

from otel_lambda.instrumentation import messaging, rabbitmq
from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, replaced, tracer, wrap
from otel_lambda.sdk.span import PRODUCER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_NOT_DESCRIBED = "a message of RabbitMQ is not described"


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `pika.channel` or `pika.adapters.blocking_connection`."""
    own_tracer = tracer(telemetry, "pika")
    blocking = module.__name__ != "pika.channel"
    channel_class = module.__dict__["BlockingChannel" if blocking else "Channel"]

    def make_publish(original: Any) -> Any:
        def basic_publish(
            self: Any,
            exchange: Any,
            routing_key: Any,
            body: Any,
            properties: Any = None,
            *arguments: Any,
            **named: Any,
        ) -> Any:
            if is_suppressed():
                return original(self, exchange, routing_key, body, properties, *arguments, **named)
            place = rabbitmq.destination(exchange, routing_key)
            values = rabbitmq.attributes("publish", "send", place, routing_key, properties)
            values.update(guarded(_NOT_DESCRIBED, _server, self) or {})
            with Call(own_tracer, messaging.span_name("publish", place), values, PRODUCER):
                changed = guarded(
                    "a message of RabbitMQ has no trace context", _inject, telemetry, properties
                )
                return original(
                    self,
                    exchange,
                    routing_key,
                    body,
                    properties if changed is None else changed,
                    *arguments,
                    **named,
                )

        return basic_publish

    def traced(callback: Any, queue: Any) -> Any:
        def process(channel: Any, method: Any, properties: Any, body: Any) -> Any:
            if is_suppressed():
                return callback(channel, method, properties, body)
            name, values = _message("process", "process", channel, method, properties, queue)
            with messaging.Processing(own_tracer, telemetry, name, values, rabbitmq.headers(properties)):
                return callback(channel, method, properties, body)

        return process

    def make_consume(original: Any) -> Any:
        def basic_consume(
            self: Any, queue: Any, on_message_callback: Any, *arguments: Any, **named: Any
        ) -> Any:
            callback = on_message_callback
            if callable(callback) and not _is_internal(callback):
                callback = traced(callback, queue)
            return original(self, queue, callback, *arguments, **named)

        return basic_consume

    def make_get(original: Any) -> Any:
        def basic_get(self: Any, queue: Any, *arguments: Any, **named: Any) -> Any:
            start_time = time.time_ns()
            answer = original(self, queue, *arguments, **named)
            guarded(_NOT_DESCRIBED, fetched, self, queue, answer, start_time)
            return answer

        return basic_get

    def fetched(channel: Any, queue: Any, answer: Any, start_time: int) -> None:
        method, properties, _ = answer
        if method is not None and not is_suppressed() and own_tracer.scope.name not in replaced:
            name, values = _message("receive", "receive", channel, method, properties, queue)
            headers = [rabbitmq.headers(properties)]
            messaging.received(own_tracer, telemetry, name, values, start_time, headers)

    wrap(channel_class, "basic_publish", make_publish)
    wrap(channel_class, "basic_consume", make_consume)
    if blocking:
        wrap(channel_class, "basic_get", make_get)


def _inject(telemetry: Telemetry, properties: Any) -> Any:
    if properties is None:
        properties = sys.modules["pika.spec"].__dict__["BasicProperties"]()
    return rabbitmq.with_context(telemetry, properties)


def _is_internal(callback: Any) -> bool:
    """Tells if a callback is the BlockingChannel's own, which queues what it gets."""
    return type(getattr(callback, "__self__", None)).__module__ == "pika.adapters.blocking_connection"


def _message(
    operation: str, kind: str, channel: Any, method: Any, properties: Any, queue: Any
) -> tuple[str, dict[str, Any]]:
    place = rabbitmq.destination(method.exchange, method.routing_key, queue)
    values = rabbitmq.attributes(operation, kind, place, method.routing_key, properties)
    values["messaging.rabbitmq.message.delivery_tag"] = method.delivery_tag
    values.update(guarded(_NOT_DESCRIBED, _server, channel) or {})
    return messaging.span_name(operation, place), values


def _server(channel: Any) -> dict[str, Any]:
    connection = channel.connection
    parameters = getattr(connection, "params", None) or connection._impl.params
    return {"server.address": parameters.host, "server.port": parameters.port}
