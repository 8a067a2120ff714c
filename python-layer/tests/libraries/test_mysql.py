from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator

import pytest

from conftest import install, versions
from environment import Environment
from reference import described, reference, without
from servers import mariadb

Start = Callable[..., Environment]

IMPORTS = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
PLACE = dict(host="127.0.0.1", port=int(os.environ["PORT"]), user="clerk")
"""

STATEMENTS = """
def handler(event, context):
    connection = connect(**PLACE)
    connection.cursor().execute("CREATE DATABASE IF NOT EXISTS shop")
    connection.close()
    connection = connect(database="shop", **PLACE)
    cursor = connection.cursor()
    cursor.execute("CREATE TEMPORARY TABLE items (id INTEGER, name TEXT)")
    cursor.executemany("INSERT INTO items VALUES (%s, %s)", [(1, "a"), (2, "b")])
    cursor.execute("SELECT name FROM items WHERE id > %s", (0,))
    answers = [list(each) for each in cursor.fetchall()]
    try:
        cursor.execute("SELECT * FROM missing")
    except Error as error:
        answers.append(str(error.args[-1]))
    connection.close()
    return answers
"""

MYSQLCLIENT = (
    IMPORTS
    + """
import MySQLdb
from MySQLdb import connect, Error
"""
    + STATEMENTS
)

CONNECTOR = (
    IMPORTS
    + """
import mysql.connector
from mysql.connector import Error

def connect(**place):
    pure = os.environ.get("PURE") == "true" or not mysql.connector.HAVE_CEXT
    return mysql.connector.connect(use_pure=pure, collation="utf8mb4_general_ci", **place)
"""
    + STATEMENTS
)

PREPARED = (
    IMPORTS
    + """
import mysql.connector, mysql.connector.aio

async def asynchronous():
    connection = await mysql.connector.aio.connect(collation="utf8mb4_general_ci", ssl_disabled=True, **PLACE)
    cursor = await connection.cursor()
    await cursor.execute("SELECT 'a secret', 1")
    rows = await cursor.fetchall()
    await connection.close()
    return [list(each) for each in rows]

def handler(event, context):
    connection = mysql.connector.connect(collation="utf8mb4_general_ci", **PLACE)
    answers = []
    for options in ({"prepared": True}, {"dictionary": True}, {"buffered": True}):
        cursor = connection.cursor(**options)
        cursor.execute("SELECT %s AS one", (1,))
        answers.append(str(cursor.fetchall()))
        cursor.close()
    return answers + asyncio.run(asynchronous())
"""
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with mariadb() as port:
        yield port


CASES = [
    ("mysqlclient", "mysqlclient", "MySQLClientInstrumentor", MYSQLCLIENT, "", each)
    for each in versions("mysqlclient")
] + [
    ("mysql-connector-python", "mysql", "MySQLInstrumentor", CONNECTOR, pure, each)
    for each in versions("mysql-connector-python")
    for pure in ("true", "false")
]


@pytest.mark.parametrize(("package", "name", "instrumentor", "code", "pure", "version"), CASES)
def test_statements_have_the_spans_of_the_reference(
    function: Start,
    python: str,
    port: int,
    package: str,
    name: str,
    instrumentor: str,
    code: str,
    pure: str,
    version: str,
) -> None:
    if package == "mysqlclient" and not (shutil.which("mariadb_config") or shutil.which("mysql_config")):
        pytest.skip("mysqlclient cannot be built: install libmariadb-dev, pkg-config and gcc")
    library = [f"{package}=={version}"]
    variables = {"PACKAGES": install(python, *library), "PORT": str(port), "PURE": pure}
    environment = function(code, variables)
    bare = function(code, variables, layer=None)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == bare.invoke().body
    answer, expected = reference(code, library, name, instrumentor, {"PORT": str(port), "PURE": pure})
    assert json.loads(invocation.body) == answer
    spans = described(environment.backend.spans)
    assert spans[-1][2]["error.type"].endswith("ProgrammingError")
    assert {values.get("db.namespace") for _, _, values, _ in spans} == {None, "shop"}
    # before 2.3, mysqlclient does not tell where its connections go: the layer takes note of it
    place = () if version not in ("2.1.1", "2.2.7") else ("db.namespace", "server.address", "server.port")
    assert without(spans, "error.type", *place) == without(expected, "error.type", *place)
    assert {values["server.port"] for _, _, values, _ in spans} == {port}
    # where opentelemetry-api is there, the connector sends the context, which MariaDB does not take
    assert environment.otel_lines == []


def test_cursors_of_each_kind_are_traced(function: Start, python: str, port: int) -> None:
    library = f"mysql-connector-python=={versions('mysql-connector-python')[-1]}"
    variables = {"PACKAGES": install(python, library), "PORT": str(port)}
    environment = function(PREPARED, variables)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    bare = function(PREPARED, variables, layer=None)
    assert invocation.body == bare.invoke().body
    spans = described(environment.backend.spans)
    assert [name for name, _, _, _ in spans] == ["SELECT"] * 4
    assert spans[-1][2]["db.query.text"] == "SELECT ?, ?"
    assert {(values["server.address"], values["server.port"]) for _, _, values, _ in spans} == {
        ("127.0.0.1", port)
    }
    assert environment.otel_lines == []
