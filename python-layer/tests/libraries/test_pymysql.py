from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from conftest import VERSIONS, install, versions
from environment import Environment
from reference import described, invoked_as_bare, reference, without
from servers import mariadb

Start = Callable[..., Environment]

CODE = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import pymysql, pymysql.cursors

PLACE = dict(host="127.0.0.1", port=int(os.environ["PORT"]), user="clerk")

def handler(event, context):
    with pymysql.connect(**PLACE) as connection:
        connection.cursor().execute("CREATE DATABASE IF NOT EXISTS shop")
    connection = pymysql.connect(database="shop", **PLACE)
    cursor = connection.cursor()
    cursor.execute("CREATE TEMPORARY TABLE items (id INTEGER, name TEXT)")
    cursor.executemany("INSERT INTO items VALUES (%s, %s)", [(1, "a"), (2, "b")])
    cursor.execute("SELECT name FROM items WHERE id > %s", (0,))
    answers = list(cursor.fetchall())
    try:
        cursor.execute("SELECT * FROM missing")
    except pymysql.ProgrammingError as error:
        answers.append(str(error))
    connection.close()
    return answers
"""

OTHER_CURSORS = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import pymysql, pymysql.cursors

def handler(event, context):
    connection = pymysql.connect(host="127.0.0.1", port=int(os.environ["PORT"]), user="clerk")
    answers = []
    for each in (pymysql.cursors.DictCursor, pymysql.cursors.SSCursor):
        with connection.cursor(each) as cursor:
            cursor.execute("SELECT 'one', \\"a secret\\", 7 AS own")
            answers.append(cursor.fetchone())
    return answers
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with mariadb() as port:
        yield port


@pytest.mark.parametrize("version", versions("pymysql"))
def test_statements_have_the_spans_of_the_reference(
    function: Start, python: str, port: int, version: str
) -> None:
    library = [f"pymysql=={version}"]
    variables = {"PACKAGES": install(python, *library), "PORT": str(port)}
    environment, _, invocation = invoked_as_bare(function, CODE, variables)
    answer, expected = reference(CODE, library, "pymysql", "PyMySQLInstrumentor", {"PORT": str(port)})
    assert json.loads(invocation.body) == answer
    spans = described(environment.backend.spans)
    assert spans[-1][2]["error.type"] == "pymysql.err.ProgrammingError"
    assert without(spans, "error.type") == without(expected, "error.type")
    assert environment.log == b""


def test_other_cursors_are_traced_and_literals_are_left_out(function: Start, python: str, port: int) -> None:
    variables = {"PACKAGES": install(python, f"pymysql=={VERSIONS['pymysql'][-1]}"), "PORT": str(port)}
    environment = function(OTHER_CURSORS, variables)
    bare = function(OTHER_CURSORS, variables, layer=None)
    assert environment.invoke().body == bare.invoke().body
    texts = [values["db.query.text"] for _, _, values, _ in described(environment.backend.spans)]
    assert texts == ["SELECT ?, ?, ? AS own"] * 2
