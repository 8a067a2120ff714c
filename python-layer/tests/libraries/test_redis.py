from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

import servers
from conftest import install, versions
from environment import Environment
from reference import described, invoked_as_bare, reference, without

Start = Callable[..., Environment]

CODE = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import redis, redis.asyncio

PLACE = dict(host="127.0.0.1", port=int(os.environ["PORT"]), db=2)

async def asynchronous():
    client = redis.asyncio.Redis(**PLACE)
    value = await client.get("key")
    async with client.pipeline() as pipeline:
        answers = await pipeline.set("a", 1).get("key").execute()
    return [value.decode(), len(answers)]

def handler(event, context):
    client = redis.Redis(**PLACE)
    answers = [client.set("key", "a secret"), client.get("key").decode()]
    with client.pipeline() as pipeline:
        answers.append(len(pipeline.set("a", 1).get("key").execute()))
    try:
        client.incr("key")
    except redis.ResponseError as error:
        answers.append(str(error))
    with client.pipeline() as pipeline:
        pipeline.watch("key")
        pipeline.multi()
        pipeline.set("key", 2)
        try:
            pipeline.execute()
        except redis.WatchError as error:
            answers.append(str(error))
    return answers + asyncio.run(asynchronous())
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with servers.redis() as port:
        yield port


@pytest.mark.parametrize("version", versions("redis"))
def test_commands_have_the_spans_of_the_reference(
    function: Start, python: str, port: int, version: str
) -> None:
    library = [f"redis=={version}"]
    variables = {"PACKAGES": install(python, *library), "PORT": str(port)}
    environment, _, invocation = invoked_as_bare(function, CODE, variables)
    answer, expected = reference(CODE, library, "redis", "RedisInstrumentor", {"PORT": str(port)})
    assert json.loads(invocation.body) == answer
    spans = described(environment.backend.spans)
    assert {values["db.namespace"] for _, _, values, _ in spans} == {"2"}
    assert [values.get("db.operation.batch.size") for name, _, values, _ in spans if " " in name] == [2, 2]
    # the conventions have a name for the database's number, and none for the number of arguments
    assert without(spans, "error.type", "db.namespace", "db.operation.batch.size") == without(
        expected, "db.redis.args_length", "db.redis.pipeline_length"
    )
    assert "a secret" not in str(spans)
    assert environment.log == b""


@pytest.mark.parametrize("version", versions("valkey"))
def test_commands_of_valkey_have_the_spans_of_redis(
    function: Start, python: str, port: int, version: str
) -> None:
    environments = {}
    for library, code in (
        (f"redis=={versions('redis')[-1]}", CODE),
        (f"valkey=={version}", CODE.replace("redis", "valkey").replace("Redis", "Valkey")),
    ):
        variables = {"PACKAGES": install(python, library), "PORT": str(port)}
        environment = environments[library.partition("=")[0]] = function(code, variables)
        invocation = environment.invoke()
        assert not invocation.error, invocation.body
        assert invocation.body == function(code, variables, layer=None).invoke().body
    redis, valkey = (described(each.backend.spans) for each in environments.values())
    assert {values["db.system.name"] for _, _, values, _ in valkey} == {"valkey"}
    assert without(valkey, "db.system.name", "error.type") == without(redis, "db.system.name", "error.type")
    scopes = {each.scope.name for each in environments["valkey"].backend.scopes}
    assert "opentelemetry.instrumentation.valkey" in scopes
