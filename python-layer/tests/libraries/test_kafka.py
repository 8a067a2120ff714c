from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import servers
from conftest import VERSIONS, install, versions
from environment import Environment
from reference import Described, check_attributes, described, reference

Start = Callable[..., Environment]

PYTHON = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

def handler(event, context):
    place = {"bootstrap_servers": [os.environ["ADDRESS"]], "client_id": "clerk", "api_version": (0, 11)}
    producer = KafkaProducer(**place)
    own = [("own", b"value")]
    sent = [
        producer.send("orders", b"one", headers=own),
        producer.send("orders", value=b"two", key=b"a key", partition=0),
    ]
    producer.flush(20)
    answers = [own, [each.get(20).topic for each in sent]]
    producer.close()
    try:
        KafkaProducer(**place).send("a bad topic", b"x")
    except Exception as error:
        answers.append(type(error).__name__)
    consumer = KafkaConsumer(auto_offset_reset="earliest", consumer_timeout_ms=20000, group_id=None, **place)
    consumer.assign([TopicPartition("orders", each) for each in consumer.partitions_for_topic("orders")])
    values = []
    for record in consumer:
        values.append(record.value.decode())
        if {"one", "two"} <= set(values):
            break
    consumer.close()
    return eval(repr([answers, sorted(set(values))]).replace("b'", "'"))
"""

CONFLUENT = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
from confluent_kafka import Consumer, Producer, SerializingProducer, TopicPartition

def handler(event, context):
    place = {"bootstrap.servers": os.environ["ADDRESS"], "client.id": "clerk", "group.id": "clerks"}
    producer = Producer({key: value for key, value in place.items() if key != "group.id"})
    own = [("own", b"value")]
    delivered = []
    producer.produce("goods", b"one", headers=own)
    producer.produce("goods", value=b"two", key="a key", partition=0, headers={"own": b"x"}, on_delivery=lambda e, m: delivered.append(str(e)))
    producer.flush(20)
    try:
        producer.produce("goods", 7)
    except Exception as error:
        delivered.append(type(error).__name__)
    consumer = Consumer({**place, "auto.offset.reset": "earliest"})
    consumer.assign([TopicPartition("goods", each, 0) for each in consumer.list_topics("goods", 20).topics["goods"].partitions])
    values = [consumer.poll(20).value().decode()]
    while not {"one", "two"} <= set(values):
        values += [each.value().decode() for each in consumer.consume(1, 20)]
    consumer.close()
    names = [Producer.__name__, Producer.__module__, isinstance(producer, Producer), issubclass(SerializingProducer, Producer)]
    return [[str(each) for each in own], delivered, sorted(set(values)), names]
"""


@pytest.fixture
def address(python: str) -> Iterator[str]:
    """A cluster for each test, so that each consumer finds its own messages only."""
    with servers.kafka(
        python, install(python, f"confluent-kafka=={VERSIONS['confluent-kafka'][-1]}")
    ) as address:
        yield address


def check(environment: Environment, topic: str, send: str, receive: str, address: str) -> None:
    spans = described(environment.backend.spans)
    sent = [each for each in spans if each[0] == f"{send} {topic}"]
    received = [each for each in spans if each[0] == f"{receive} {topic}"]
    host, port = address.split(":")
    common = {
        "messaging.system": "kafka",
        "messaging.destination.name": topic,
        "messaging.client.id": "clerk",
        "server.address": host,
        "server.port": int(port),
    }
    assert [kind for _, kind, _, _ in sent[:2]] == [3, 3]
    for _, _, values, _ in sent[:2]:
        assert {**values, **common} == values
        assert (values["messaging.operation.name"], values["messaging.operation.type"]) == (send, "send")
    assert sent[1][2]["messaging.destination.partition.id"] == "0"
    assert sent[1][2]["messaging.kafka.message.key"] == "a key"
    assert received
    links = {link.span_id for each in environment.backend.spans for link in each.links}
    senders = {each.span_id for each in environment.backend.spans if each.name == f"{send} {topic}"}
    for _, kind, values, _ in received:
        assert kind == 2
        assert {**values, **common} == values
        assert (values["messaging.operation.name"], values["messaging.operation.type"]) == (
            receive,
            "receive",
        )
    assert links
    assert links <= senders


def compare(environment: Environment, expected: list[Described]) -> None:
    """Compares with OpenTelemetry's instrumentation, whose attributes are older than the conventions.

    It makes a span of each message received, and chooses a partition of its own where the producer will.
    """
    spans = described(environment.backend.spans)
    sent = [each for each in expected if each[1] == 3]
    check_attributes([each for each in spans if each[1] == 3], sent, of_today, MORE)
    received = [each for each in expected if each[1] == 4 and each[2]]
    assert received
    for name, _, values, _ in (each for each in spans if each[1] == 2):
        known = [of_today(each[2]) for each in received]
        assert all({**values, **each} == values for each in known), name
        assert set(values) - set(known[0]) <= MORE


def of_today(values: dict[str, Any]) -> dict[str, Any]:
    today = {RENAMED[name]: value for name, value in values.items() if name in RENAMED}
    if values.get("messaging.operation") == "publish":
        today["messaging.operation.type"] = "send"
    if "messaging.url" in values:
        ((host, port),) = (each.split(":") for each in json.loads(values["messaging.url"]))
        today.update({"server.address": host, "server.port": int(port)})
    assert set(values) <= {*RENAMED, "messaging.operation", "messaging.url", *LEFT_OUT}
    return today


RENAMED = {
    "messaging.system": "messaging.system",
    "messaging.destination": "messaging.destination.name",
    "server.address": "server.address",
    "server.port": "server.port",
}
LEFT_OUT = {"messaging.destination_kind", "messaging.kafka.partition", "messaging.message.id"}
"""What the conventions have no more; the partition, which differs from run to run; an id that it makes up."""

MORE = {
    *("messaging.client.id", "messaging.consumer.group.name", "messaging.destination.partition.id"),
    *("messaging.kafka.message.key", "messaging.kafka.offset", "messaging.batch.message_count"),
    *("messaging.operation.name", "messaging.operation.type", "error.type"),
    # where its own span of a failure has none
    *("messaging.system", "messaging.destination.name", "server.address", "server.port"),
}


@pytest.mark.parametrize("version", versions("kafka-python"))
def test_messages_by_kafka_python_are_spans(function: Start, python: str, version: str, address: str) -> None:
    if version == "2.0.2" and python_is_newer(python):
        pytest.skip("kafka-python 2.0.2 does not run on Python 3.12")
    library = [f"kafka-python=={version}"]
    variables = {"PACKAGES": install(python, *library), "ADDRESS": address}
    environment = function(PYTHON, variables)
    invocation = environment.invoke(timeout=60)
    assert not invocation.error, invocation.body
    assert invocation.body == function(PYTHON, variables, layer=None).invoke(timeout=60).body
    check(environment, "orders", "send", "poll", address)
    _, expected = reference(
        PYTHON, library, "kafka-python", "KafkaInstrumentor", {"ADDRESS": address}, "kafka"
    )
    compare(environment, expected)
    assert environment.otel_lines == []


@pytest.mark.parametrize("version", versions("confluent-kafka"))
def test_messages_by_confluent_kafka_are_spans(
    function: Start, python: str, version: str, address: str
) -> None:
    library = [f"confluent-kafka=={version}"]
    variables = {"PACKAGES": install(python, *library), "ADDRESS": address}
    environment = function(CONFLUENT, variables)
    invocation = environment.invoke(timeout=60)
    assert not invocation.error, invocation.body
    assert invocation.body == function(CONFLUENT, variables, layer=None).invoke(timeout=60).body
    check(environment, "goods", "produce", "poll", address)
    _, expected = reference(
        CONFLUENT, library, "confluent-kafka", "ConfluentKafkaInstrumentor", {"ADDRESS": address}
    )
    compare(environment, expected)
    failed = [each for each in described(environment.backend.spans) if each[3] == 2]
    assert [values["error.type"] for _, _, values, _ in failed] == ["TypeError"]
    assert json.loads(invocation.body)[3] == ["Producer", "cimpl", True, True]
    assert environment.otel_lines == []


def python_is_newer(python: str) -> bool:
    from conftest import version_of

    return version_of(python) >= "3.12"
