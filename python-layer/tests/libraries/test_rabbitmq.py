from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from conftest import install, versions
from environment import Environment, attributes
from reference import described, reference, renamed, without
from servers import rabbitmq

Start = Callable[..., Environment]

PIKA = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import pika

def handler(event, context):
    connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", int(os.environ["PORT"])))
    channel = connection.channel()
    channel.exchange_declare("shop", durable=False)
    channel.queue_declare("orders")
    channel.queue_bind("orders", "shop", "new")
    own = pika.BasicProperties(headers={"own": "value"}, message_id="m1", correlation_id="c1")
    channel.basic_publish("shop", "new", b"one", own)
    channel.basic_publish("", "orders", b"two")
    answers = [own.headers]

    def processed(channel, method, properties, body):
        answers.append([body.decode(), sorted(properties.headers or {})])
        channel.basic_ack(method.delivery_tag)
        if len(answers) == 3:
            channel.stop_consuming()

    channel.basic_consume("orders", processed)
    channel.start_consuming()
    channel.basic_publish("shop", "new", b"three")
    answers.append(channel.basic_get("orders", True)[2].decode())
    answers.append(channel.basic_get("orders", True)[2])
    channel.queue_delete("orders")
    connection.close()
    return answers
"""

AIO_PIKA = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import aio_pika

async def calls():
    connection = await aio_pika.connect(host="127.0.0.1", port=int(os.environ["PORT"]))
    answers = []
    async with connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange("goods-exchange")
        queue = await channel.declare_queue("goods", auto_delete=True)
        await queue.bind(exchange, "new")
        message = aio_pika.Message(b"one", headers={"own": "value"}, message_id="m1", correlation_id="c1")
        await exchange.publish(message, routing_key="new")
        await channel.default_exchange.publish(aio_pika.Message(b"two", message_id="m2"), routing_key="goods")
        answers.append(dict(message.headers))
        done = asyncio.Event()

        async def processed(message):
            async with message.process():
                answers.append([message.body.decode(), sorted(message.headers)])
                if len(answers) == 3:
                    done.set()

        tag = await queue.consume(processed)
        await asyncio.wait_for(done.wait(), 20)
        await queue.cancel(tag)
    return answers

def handler(event, context):
    return asyncio.run(calls())
"""

RENAMED = {
    "messaging.conversation_id": "messaging.message.conversation_id",
    "messaging.message_id": "messaging.message.id",
    "net.peer.name": "server.address",
    "net.peer.port": "server.port",
}
OLD = ("messaging.destination", "messaging.operation", "messaging.temp_destination")
NEW = (
    "messaging.destination.name",
    "messaging.operation.name",
    "messaging.operation.type",
    "messaging.rabbitmq.destination.routing_key",
    "messaging.rabbitmq.message.delivery_tag",
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with rabbitmq() as port:
        yield port


@pytest.mark.parametrize(
    ("name", "code", "instrumentor", "version"),
    [("pika", PIKA, "PikaInstrumentor", each) for each in versions("pika")]
    + [("aio-pika", AIO_PIKA, "AioPikaInstrumentor", each) for each in versions("aio-pika")],
)
def test_messages_have_the_spans_of_the_reference(
    function: Start, python: str, port: int, name: str, code: str, instrumentor: str, version: str
) -> None:
    library = [f"{name}=={version}"]
    variables = {"PACKAGES": install(python, *library), "PORT": str(port), "OTEL_PROPAGATORS": "tracecontext"}
    environment = function(code, variables)
    bare = function(code, variables, layer=None)
    invocation = environment.invoke(timeout=60)
    assert not invocation.error, invocation.body
    assert (
        invocation.body.replace(b', "traceparent"', b"").replace(b'"traceparent"', b"")
        == bare.invoke(timeout=60).body
    )
    _, expected = reference(code, library, name, instrumentor, {"PORT": str(port)})
    spans = [each for each in environment.backend.spans if each.name != "my-function"]
    names = {"pika": ("shop", "orders"), "aio-pika": ("goods-exchange", "goods")}
    exchange, queue = names[name]
    published = {each.name: each for each in spans if each.name.startswith("publish")}
    processed = {each.name: each for each in spans if each.name.startswith("process")}
    links = {
        f"process {exchange}:new:{queue}": f"publish {exchange}:new",
        f"process {queue}": f"publish {queue}",
    }
    assert set(processed) == set(links)
    for process, publish in links.items():
        assert publish in published
        (link,) = processed[process].links
        assert link.trace_id == published[publish].trace_id
        assert published[publish].kind == 4
        assert processed[process].kind == 5
    first = attributes(published[f"publish {exchange}:new"])
    assert first["messaging.rabbitmq.destination.routing_key"] == "new"
    assert (first["messaging.operation.name"], first["messaging.operation.type"]) == ("publish", "send")

    def compared(all_spans: list[object]) -> list[str]:
        kept = [each[1:] for each in all_spans if each[1] in (3, 4)]  # type: ignore[index]
        return sorted({str((kind, sorted(values.items()), status)) for kind, values, status in kept})

    ours = without(described(environment.backend.spans), *NEW)
    theirs = without(renamed(expected, RENAMED), *OLD)
    # pika's reference makes two spans of a call, as one channel is within another
    assert compared(ours) == compared(theirs)
    assert environment.otel_lines == []


def test_message_that_a_thread_of_the_client_processes_is_below_its_sender(
    function: Start, python: str, port: int
) -> None:
    code = """
import os, sys, _thread
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import pika

def handler(event, context):
    connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", int(os.environ["PORT"])))
    channel = connection.channel()
    channel.queue_declare("threads", auto_delete=True)
    channel.basic_publish("", "threads", b"one")
    done = _thread.allocate_lock()
    done.acquire()

    def processed(channel, method, properties, body):
        channel.stop_consuming()

    def consume():
        channel.basic_consume("threads", processed, auto_ack=True)
        channel.start_consuming()
        connection.close()
        done.release()

    _thread.start_new_thread(consume, ())
    done.acquire()
"""
    library = f"pika=={versions('pika')[-1]}"
    environment = function(code, {"PACKAGES": install(python, library), "PORT": str(port)})
    invocation = environment.invoke(timeout=60)
    assert not invocation.error, invocation.body
    spans = {each.name: each for each in environment.backend.spans}
    assert spans["process threads"].parent_span_id == spans["publish threads"].span_id
    assert json.loads(invocation.body) is None
