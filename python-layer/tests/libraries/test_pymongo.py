from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

import servers
from conftest import VERSIONS, install, install_instrumentations, versions
from environment import Environment
from reference import described, invoked_as_bare, reference, without

Start = Callable[..., Environment]

CODE = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import pymongo

PLACE = dict(host="127.0.0.1", port=int(os.environ["PORT"]), serverSelectionTimeoutMS=5000)
client = pymongo.MongoClient(**PLACE)

async def ping():
    client = pymongo.AsyncMongoClient(**PLACE)
    await client.admin.command("ping")
    await client.close()

def handler(event, context):
    items = client.shop.items
    answers = [document["name"] for document in items.find({"name": "a secret"})]
    answers.append(client.admin.command("ping")["ok"])
    try:
        items.insert_one({"_id": 1, "name": "a secret"})
    except pymongo.errors.OperationFailure as error:
        answers.append(str(error.code))
    if hasattr(pymongo, "AsyncMongoClient"):
        asyncio.run(ping())
    return answers
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with servers.mongodb() as port:
        yield port


@pytest.mark.parametrize("version", versions("pymongo"))
def test_commands_have_the_spans_of_the_reference(
    function: Start, python: str, port: int, version: str
) -> None:
    library = [f"pymongo=={version}"]
    variables = {"PACKAGES": install(python, *library), "PORT": str(port)}
    environment, bare, invocation = invoked_as_bare(function, CODE, variables)
    answer, expected = reference(CODE, library, "pymongo", "PymongoInstrumentor", {"PORT": str(port)})
    assert json.loads(invocation.body) == answer == ["first", 1.0, "13"]
    spans = described(environment.backend.spans)
    assert [values["db.operation.name"] for _, _, values, _ in spans][:3] == ["find", "ping", "insert"]
    assert spans[2][2]["db.response.status_code"] == "13"
    # it takes the command's name for its text
    assert without(spans, "db.operation.name", "db.response.status_code") == without(
        expected, "db.query.text"
    )
    assert "a secret" not in str(spans)
    invoked = environment.backend.spans[-1]
    assert {span.parent_span_id for span in environment.backend.spans[:-1]} == {invoked.span_id}
    assert environment.log == bare.log


def test_commands_are_reported_once_where_the_function_has_its_own_package(
    function: Start, python: str, port: int
) -> None:
    folders = [
        install(python, f"pymongo=={VERSIONS['pymongo'][-1]}"),
        install_instrumentations(python),
    ]
    setup = (
        "from opentelemetry.instrumentation.pymongo import PymongoInstrumentor\n"
        "PymongoInstrumentor().instrument()\n"
    )
    code = CODE.replace("PLACE =", setup + "PLACE =", 1)
    environment = function(code, {"PACKAGES": ":".join(folders), "PORT": str(port)})
    assert not environment.invoke().error, environment.log.decode()
    names = [span.name for span in environment.backend.spans]
    assert names[:3] == ["shop.find", "admin.ping", "shop.insert"]
    assert "db.operation.name" not in str(environment.backend.spans)
