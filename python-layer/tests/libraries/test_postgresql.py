from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from conftest import VERSIONS, install, versions
from environment import Environment
from reference import described, reference, without
from servers import postgresql

Start = Callable[..., Environment]

SETUP = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
PLACE = dict(host="127.0.0.1", port=int(os.environ["PORT"]), user="clerk", dbname="shop")
"""

PSYCOPG2 = (
    SETUP
    + """
import psycopg2
from psycopg2 import extensions, extras, sql

def handler(event, context):
    connection = psycopg2.connect(**PLACE)
    cursor = connection.cursor()
    cursor.execute("CREATE TEMPORARY TABLE items (id INTEGER, name TEXT)")
    cursor.executemany("INSERT INTO items VALUES (%s, %s)", [(1, "a"), (2, "b")])
    cursor.execute("SELECT name FROM items WHERE id > %s", (0,))
    rows = cursor.fetchall()
    with connection.cursor(cursor_factory=extras.RealDictCursor) as named:
        named.execute("SELECT name FROM items WHERE id = %(id)s", {"id": 2})
        rows.append(dict(named.fetchone()))
        rows.append([isinstance(named, extras.RealDictCursor), isinstance(connection, extensions.connection)])
    extras.register_uuid(conn_or_curs=connection)
    cursor.callproc("abs", (-3,))
    rows.append(cursor.fetchone())
    try:
        cursor.execute("SELECT * FROM missing")
    except psycopg2.errors.UndefinedTable as error:
        rows.append(str(error))
    connection.close()
    return rows
"""
)

PSYCOPG = (
    SETUP
    + """
import psycopg
from psycopg import rows, sql

async def asynchronous():
    async with await psycopg.AsyncConnection.connect(**PLACE) as connection:
        cursor = connection.cursor()
        await cursor.execute("SELECT %s::int", (7,))
        return list(await cursor.fetchone())

def handler(event, context):
    connection = psycopg.connect(**PLACE)
    cursor = connection.cursor(row_factory=rows.dict_row)
    cursor.execute("CREATE TEMPORARY TABLE items (id INTEGER, name TEXT)")
    cursor.executemany("INSERT INTO items VALUES (%s, %s)", [(1, "a"), (2, "b")])
    cursor.execute("SELECT name FROM items WHERE id > %s", (0,))
    answers = cursor.fetchall()
    try:
        cursor.execute("SELECT * FROM missing")
    except psycopg.errors.UndefinedTable as error:
        answers.append(str(error))
    connection.close()
    return answers + asyncio.run(asynchronous())
"""
)

ASYNCPG = (
    SETUP
    + """
import asyncpg

async def asynchronous():
    place = {**PLACE, "database": PLACE["dbname"]}
    del place["dbname"]
    connection = await asyncpg.connect(**place)
    await connection.execute("CREATE TEMPORARY TABLE items (id INTEGER, name TEXT)")
    await connection.executemany("INSERT INTO items VALUES ($1, $2)", [(1, "a"), (2, "b")])
    answers = [dict(row) for row in await connection.fetch("SELECT name FROM items WHERE id > $1", 0)]
    answers.append(await connection.fetchval("SELECT name FROM items WHERE id = $1", 2))
    prepared = await connection.prepare("SELECT name FROM items WHERE id < $1")
    answers.append(len(await prepared.fetch(9)))
    try:
        await connection.fetchrow("SELECT * FROM missing")
    except asyncpg.UndefinedTableError as error:
        answers.append(str(error))
    await connection.close()
    return answers

def handler(event, context):
    return asyncio.run(asynchronous())
"""
)

DICTIONARIES = (
    SETUP
    + """
import psycopg2
from psycopg2 import extras, sql

def handler(event, context):
    with psycopg2.connect(connection_factory=extras.DictConnection, **PLACE) as connection:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT {} AS own, 'a secret'").format(sql.Literal(7)))
            return cursor.fetchone()["own"], type(cursor).__name__, type(connection).__name__
"""
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with postgresql() as port:
        yield port


@pytest.mark.parametrize(
    ("name", "requirement", "instrumentor", "code", "version"),
    [("psycopg2", "psycopg2-binary", "Psycopg2Instrumentor", PSYCOPG2, each) for each in versions("psycopg2")]
    + [("psycopg", "psycopg[binary]", "PsycopgInstrumentor", PSYCOPG, each) for each in versions("psycopg")]
    + [("asyncpg", "asyncpg", "AsyncPGInstrumentor", ASYNCPG, each) for each in versions("asyncpg")],
)
def test_statements_have_the_spans_of_the_reference(
    function: Start,
    python: str,
    port: int,
    name: str,
    requirement: str,
    instrumentor: str,
    code: str,
    version: str,
) -> None:
    library = [f"{requirement}=={version}"]
    variables = {"PACKAGES": install(python, *library), "PORT": str(port)}
    environment = function(code, variables)
    bare = function(code, variables, layer=None)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == bare.invoke().body
    answer, expected = reference(code, library, name, instrumentor, {"PORT": str(port)})
    assert json.loads(invocation.body)[:2] == answer[:2]
    spans = described(environment.backend.spans)
    assert [
        values.pop("error.type").rsplit(".")[-1] for *_, values, _ in spans if "error.type" in values
    ] == ["UndefinedTableError" if name == "asyncpg" else "UndefinedTable"]
    # the reference does not trace cursors of a class that the function names
    named = [span for span in spans if "%(id)s" in span[2]["db.query.text"]]
    assert len(named) == (name == "psycopg2")
    assert [span for span in spans if span not in named] == without(expected, "error.type")
    assert environment.log == b""


def test_connection_that_chooses_its_cursors_goes_on_to(function: Start, python: str, port: int) -> None:
    variables = {
        "PACKAGES": install(python, f"psycopg2-binary=={VERSIONS['psycopg2'][-1]}"),
        "PORT": str(port),
    }
    environment = function(DICTIONARIES, variables)
    bare = function(DICTIONARIES, variables, layer=None)
    invocation = environment.invoke()
    assert invocation.body == bare.invoke().body == b'[7, "DictCursor", "DictConnection"]'
    texts = [values["db.query.text"] for _, _, values, _ in described(environment.backend.spans)]
    assert texts == ["SELECT ? AS own, ?"]
