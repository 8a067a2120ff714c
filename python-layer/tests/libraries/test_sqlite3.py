from __future__ import annotations

import json
from collections.abc import Callable

from environment import Environment
from reference import described, reference

Start = Callable[..., Environment]

CURSORS = """
import sqlite3

def handler(event, context):
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE items (id INTEGER, name TEXT)")
    cursor.executemany("INSERT INTO items VALUES (?, ?)", [(1, "a"), (2, "b")])
    cursor.execute("/* of the shop */ SELECT name FROM items WHERE id > ?", (0,))
    rows = [row["name"] for row in cursor]
    try:
        cursor.execute("SELECT * FROM missing")
    except sqlite3.OperationalError as error:
        rows.append(str(error))
    connection.close()
    return rows
"""

CONNECTION = """
import sqlite3

class Own(sqlite3.Connection):
    def answer(self):
        return self.execute("SELECT 42, 'a secret', \\"name\\" FROM (SELECT 1 AS name)").fetchone()

class Strange(sqlite3.Connection):
    def __init_subclass__(cls):
        raise ValueError("no subclass")

class Counting(sqlite3.Connection):
    def cursor(self):
        return super().cursor()

class OwnCursor(sqlite3.Cursor):
    pass

def handler(event, context):
    own = sqlite3.connect(":memory:", factory=Own)
    plain = sqlite3.connect(":memory:")
    cursor = plain.cursor(OwnCursor)
    return [
        own.answer(), isinstance(own, Own), isinstance(plain, sqlite3.Connection), isinstance(cursor, OwnCursor),
        cursor.execute("SELECT 1") is cursor, sqlite3.connect(":memory:", factory=Strange).execute("SELECT 2").fetchone(),
        sqlite3.connect(":memory:", 5.0, 0, None, True, Counting).cursor().execute("SELECT 3").fetchone(),
        repr(plain).split(" at ")[0], type(plain.cursor()).__name__,
    ]
"""


def test_statements_have_the_spans_of_the_reference(function: Start) -> None:
    environment = function(CURSORS)
    bare = function(CURSORS, layer=None)
    answer, expected = reference(CURSORS, [], "sqlite3", "SQLite3Instrumentor", {})
    body = environment.invoke().body
    assert body == bare.invoke().body
    assert json.loads(body) == answer
    spans = described(environment.backend.spans)
    assert spans[-1][2].pop("error.type") == "sqlite3.OperationalError"
    assert spans == expected
    assert len({span.parent_span_id for span in environment.backend.spans[:4]}) == 1


def test_own_classes_stay_and_literals_are_left_out(function: Start) -> None:
    environment = function(CONNECTION)
    bare = function(CONNECTION, layer=None)
    assert environment.invoke().body == bare.invoke().body
    texts = [values["db.query.text"] for _, _, values, _ in described(environment.backend.spans)]
    environment.stop()
    assert environment.otel_lines == ["[otel] calls of Strange are not traced: ValueError: no subclass"]
    assert texts == ['SELECT ?, ?, "name" FROM (SELECT ? AS name)', "SELECT ?"]
