"""aio-pika, by aiormq 6.4 on: one span for each message that is published, or given to a callback."""

from __future__ import annotations

import sys

from otel_lambda.instrumentation import messaging, rabbitmq
from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, tracer, wrap
from otel_lambda.sdk.span import PRODUCER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `aiormq.channel`."""
    own_tracer = tracer(telemetry, "aio_pika")
    channel_class = module.__dict__["Channel"]

    def make_publish(original: Any) -> Any:
        async def basic_publish(self: Any, body: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed() or arguments:
                return await original(self, body, *arguments, **named)
            exchange, routing_key = named.get("exchange"), named.get("routing_key")
            properties = named.get("properties")
            place = rabbitmq.destination(exchange, routing_key)
            values = rabbitmq.attributes("publish", "send", place, routing_key, properties)
            values.update(guarded("a message of RabbitMQ is not described", _server, self) or {})
            with Call(own_tracer, messaging.span_name("publish", place), values, PRODUCER):
                changed = guarded(
                    "a message of RabbitMQ has no trace context", _inject, telemetry, properties
                )
                if changed is not None:
                    named["properties"] = changed
                return await original(self, body, **named)

        return basic_publish

    def traced(callback: Any, queue: Any) -> Any:
        async def process(message: Any) -> Any:
            if is_suppressed():
                return await callback(message)
            properties = message.header.properties
            place = rabbitmq.destination(message.exchange, message.routing_key, queue)
            values = rabbitmq.attributes("process", "process", place, message.routing_key, properties)
            values["messaging.rabbitmq.message.delivery_tag"] = message.delivery_tag
            values.update(guarded("a message of RabbitMQ is not described", _server, message.channel) or {})
            name = messaging.span_name("process", place)
            with messaging.Processing(own_tracer, telemetry, name, values, rabbitmq.headers(properties)):
                return await callback(message)

        return process

    def make_consume(original: Any) -> Any:
        async def basic_consume(
            self: Any, queue: Any, consumer_callback: Any, *arguments: Any, **named: Any
        ) -> Any:
            callback = consumer_callback
            if _is_coroutine_function(callback):
                callback = traced(callback, queue)
            return await original(self, queue, callback, *arguments, **named)

        return basic_consume

    wrap(channel_class, "basic_publish", make_publish)
    wrap(channel_class, "basic_consume", make_consume)


def _inject(telemetry: Telemetry, properties: Any) -> Any:
    if properties is None:
        # as aiormq itself does
        properties = sys.modules["aiormq.channel"].__dict__["spec"].Basic.Properties(delivery_mode=1)
    return rabbitmq.with_context(telemetry, properties)


def _is_coroutine_function(callback: Any) -> bool:
    while hasattr(callback, "func"):
        # aio-pika's is a partial
        callback = callback.func
    code = getattr(callback, "__code__", None)
    return code is not None and bool(code.co_flags & 0x80)


def _server(channel: Any) -> dict[str, Any]:
    url = channel.connection.url
    return {"server.address": url.host, "server.port": url.port or 5672}
