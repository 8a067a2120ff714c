"""confluent-kafka, 1.9 on: one span for each message produced, and for each call that has got messages."""

from __future__ import annotations

import time

from otel_lambda.instrumentation import messaging
from otel_lambda.instrumentation.kafka import message_key, server
from otel_lambda.instrumentation.support import (
    Call,
    guarded,
    is_suppressed,
    replaced,
    subclass,
    tracer,
    wrap,
)
from otel_lambda.sdk.span import PRODUCER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_HEADERS = 6
"""Where the headers are among the arguments after the topic."""


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Puts subclasses into `confluent_kafka.cimpl`, before the package takes its classes from there."""
    own_tracer = tracer(telemetry, "confluent_kafka")
    configurations = _Configurations()

    def make_produce(original: Any) -> Any:
        def produce(self: Any, topic: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed():
                return original(self, topic, *arguments, **named)
            key = arguments[1] if len(arguments) > 1 else named.get("key")
            partition = arguments[2] if len(arguments) > 2 else named.get("partition")
            attributes = messaging.attributes("kafka", "produce", "send", topic)
            attributes.update(configurations.client(self))
            text = message_key(key)
            if text:
                attributes["messaging.kafka.message.key"] = text
            if isinstance(partition, int) and partition >= 0:
                attributes["messaging.destination.partition.id"] = str(partition)
            with Call(own_tracer, messaging.span_name("produce", topic), attributes, PRODUCER):
                changed = guarded(
                    "a message of Kafka has no trace context", _with_context, telemetry, arguments, named
                )
                arguments, named = (arguments, named) if changed is None else changed
                return original(self, topic, *arguments, **named)

        return produce

    def making(operation: str) -> Any:
        def make(original: Any) -> Any:
            def receive(self: Any, *arguments: Any, **named: Any) -> Any:
                start_time = time.time_ns()
                result = original(self, *arguments, **named)
                if result and not is_suppressed() and own_tracer.scope.name not in replaced:
                    messages = result if isinstance(result, list) else [result]
                    guarded(
                        "messages of Kafka are not described", received, self, operation, messages, start_time
                    )
                return result

            return receive

        return make

    def received(consumer: Any, operation: str, messages: Any, start_time: int) -> None:
        messages = [each for each in messages if each.error() is None]
        if not messages:
            return
        topics = {each.topic() for each in messages}
        partitions = {each.partition() for each in messages}
        topic = topics.pop() if len(topics) == 1 else None
        values = messaging.attributes("kafka", operation, "receive", topic)
        values.update(configurations.client(consumer))
        if topic and len(partitions) == 1:
            values["messaging.destination.partition.id"] = str(partitions.pop())
        if operation == "consume":
            values["messaging.batch.message_count"] = len(messages)
        elif messages[0].offset() is not None:
            values["messaging.kafka.offset"] = messages[0].offset()
        name = messaging.span_name(operation, topic)
        headers = [each.headers() for each in messages]
        messaging.received(own_tracer, telemetry, name, values, start_time, headers)

    for class_name in ("Producer", "Consumer"):
        original = vars(module)[class_name]
        derived = subclass(original)
        if derived is original:
            continue
        wrap(derived, "__init__", configurations.make_init)
        wrap(derived, "produce", make_produce)
        if class_name == "Consumer":
            wrap(derived, "poll", making("poll"))
            wrap(derived, "consume", making("consume"))
        setattr(module, class_name, derived)


class _Configurations:
    """What the clients were made with."""

    def __init__(self) -> None:
        from weakref import WeakKeyDictionary

        self._of: Any = WeakKeyDictionary()

    def make_init(self, original: Any) -> Any:
        """Returns an `__init__` that takes note of the configuration: a dict, or named arguments."""

        def initialize(client: Any, *arguments: Any, **named: Any) -> None:
            original(client, *arguments, **named)
            guarded("a client of Kafka is not described", self._note, client, arguments, named)

        return initialize

    def _note(self, client: Any, arguments: Any, named: Any) -> None:
        values = arguments[0] if arguments else named.get("conf", named)
        self._of[client] = {
            **server(values.get("bootstrap.servers") or values.get("metadata.broker.list")),
            **{
                name: values[key]
                for name, key in (
                    ("messaging.client.id", "client.id"),
                    ("messaging.consumer.group.name", "group.id"),
                )
                if values.get(key)
            },
        }

    def client(self, client: Any) -> dict[str, Any]:
        """Returns a client's attributes."""
        values: dict[str, Any] = self._of.get(client, {})
        return values


def _with_context(telemetry: Telemetry, arguments: Any, named: Any) -> tuple[Any, Any]:
    """Returns the arguments with a copy of the headers, in which the context is."""
    is_positional = len(arguments) > _HEADERS
    given = arguments[_HEADERS] if is_positional else named.get("headers")
    own = list(given.items() if isinstance(given, dict) else given or ())
    added = messaging.headers_of_context(telemetry, (name for name, _ in own))
    headers = own + [(name, value.encode()) for name, value in added]
    if is_positional:
        return (*arguments[:_HEADERS], headers, *arguments[_HEADERS + 1 :]), named
    return arguments, {**named, "headers": headers}
