"""kafka-python, 2.0 on: one span for each message sent, and for each poll that has got messages."""

from __future__ import annotations

import time

from otel_lambda.instrumentation import messaging
from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, replaced, tracer, wrap
from otel_lambda.sdk.span import PRODUCER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `kafka.producer.kafka` or `kafka.consumer.group`."""
    own_tracer = tracer(telemetry, "kafka")

    def make_send(original: Any) -> Any:
        def send(
            self: Any,
            topic: Any,
            value: Any = None,
            key: Any = None,
            headers: Any = None,
            *arguments: Any,
            **named: Any,
        ) -> Any:
            if is_suppressed():
                return original(self, topic, value, key, headers, *arguments, **named)
            attributes = guarded("a message of Kafka is not described", _sent, self, topic, key)
            with Call(own_tracer, messaging.span_name("send", topic), attributes, PRODUCER) as call:
                added = guarded("a message of Kafka has no trace context", _headers, telemetry, headers)
                future = original(
                    self, topic, value, key, headers if added is None else added, *arguments, **named
                )
                guarded("a message of Kafka is not described", _set_partition, call.span, future)
                return future

        return send

    def make_poll(original: Any) -> Any:
        def poll(self: Any, *arguments: Any, **named: Any) -> Any:
            start_time = time.time_ns()
            batches = original(self, *arguments, **named)
            if batches and not is_suppressed() and own_tracer.scope.name not in replaced:
                guarded("messages of Kafka are not described", polled, self, batches, start_time)
            return batches

        return poll

    def polled(consumer: Any, batches: Any, start_time: int) -> None:
        topics = {partition.topic for partition in batches}
        topic = topics.pop() if len(topics) == 1 else None
        values = messaging.attributes("kafka", "poll", "receive", topic)
        if len(batches) == 1:
            values["messaging.destination.partition.id"] = str(next(iter(batches)).partition)
        values.update(_client(consumer))
        group = consumer.config.get("group_id")
        if group:
            values["messaging.consumer.group.name"] = group
        records = [record for each in batches.values() for record in each]
        values["messaging.batch.message_count"] = len(records)
        name = messaging.span_name("poll", topic)
        headers = [record.headers for record in records]
        messaging.received(own_tracer, telemetry, name, values, start_time, headers)

    for class_name, name, make in (
        ("KafkaProducer", "send", make_send),
        ("KafkaConsumer", "poll", make_poll),
    ):
        if class_name in vars(module):
            wrap(vars(module)[class_name], name, make)


def _sent(producer: Any, topic: Any, key: Any) -> dict[str, Any]:
    values = messaging.attributes("kafka", "send", "send", topic)
    text = message_key(key)
    if text:
        values["messaging.kafka.message.key"] = text
    values.update(_client(producer))
    return values


def _client(client: Any) -> dict[str, Any]:
    values = server(client.config.get("bootstrap_servers"))
    if client.config.get("client_id"):
        values["messaging.client.id"] = client.config["client_id"]
    return values


def _headers(telemetry: Telemetry, headers: Any) -> Any:
    """Returns a copy of a message's headers, with the context; None where they are none that may be sent."""
    if headers is not None and not isinstance(headers, list):
        return None
    own = headers or []
    added = messaging.headers_of_context(telemetry, (name for name, _ in own))
    return own + [(name, value.encode()) for name, value in added]


def _set_partition(span: Any, future: Any) -> None:
    span.set_attribute("messaging.destination.partition.id", str(future._produce_future.topic_partition[1]))


def message_key(key: Any) -> str | None:
    """Returns a message's key as a text, or None where it is none."""
    if isinstance(key, bytes):
        try:
            return key.decode()
        except UnicodeDecodeError:
            return None
    return key if isinstance(key, str) else None


def server(addresses: Any) -> dict[str, Any]:
    """Returns the attributes of the first of the brokers that a client knows."""
    first = addresses.split(",") if isinstance(addresses, str) else addresses
    host, _, port = str(first[0] if first else "").strip().rpartition(":")
    if not host or not port.isdigit():
        return {}
    return {"server.address": host, "server.port": int(port)}
