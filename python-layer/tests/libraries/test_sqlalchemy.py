"""SQLAlchemy's statements are reported by the driver that executes them, once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, versions
from environment import Environment, attributes
from reference import invoked_as_bare, reference

Start = Callable[..., Environment]

CODE = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import sqlalchemy
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()

class Order(Base):
    __tablename__ = "orders"
    number = sqlalchemy.Column(sqlalchemy.Integer, primary_key=True)
    name = sqlalchemy.Column(sqlalchemy.String)

engine = sqlalchemy.create_engine("sqlite://")
Base.metadata.create_all(engine)

def handler(event, context):
    with Session(engine) as session:
        session.add(Order(name="first"))
        session.commit()
        names = session.execute(sqlalchemy.select(Order.name).where(Order.number == 1)).scalars().all()
        try:
            session.execute(sqlalchemy.text("SELECT * FROM missing WHERE name = 'x'"))
        except OperationalError as error:
            names.append(str(error.orig))
    return names
"""


@pytest.mark.parametrize("version", versions("sqlalchemy"))
def test_statements_are_spans_of_their_driver(function: Start, python: str, version: str) -> None:
    library = [f"sqlalchemy=={version}"]
    variables = {"PACKAGES": install(python, *library)}
    environment, bare, invocation = invoked_as_bare(function, CODE, variables)
    assert json.loads(invocation.body) == ["first", "no such table: missing"]
    *_, insert, select, failing, invoked = environment.backend.spans
    assert [span.name for span in (insert, select, failing)] == ["INSERT", "SELECT", "SELECT"]
    assert {span.parent_span_id for span in (insert, select, failing)} == {invoked.span_id}
    texts = [attributes(span)["db.query.text"] for span in (insert, select, failing)]
    assert texts[0] == "INSERT INTO orders (name) VALUES (?)"
    assert texts[2] == "SELECT * FROM missing WHERE name = ?"
    assert attributes(failing)["error.type"] == "sqlite3.OperationalError"
    answer, expected = reference(CODE, library, "sqlalchemy", "SQLAlchemyInstrumentor", {})
    assert json.loads(invocation.body) == answer
    statements = [(name, values) for name, _, values, _ in expected if name != "connect"]
    if not version.startswith("2.1"):  # which it leaves alone
        # its names have the database's, and its texts the literals
        assert [name.split()[0] for name, _ in statements[-3:]] == ["INSERT", "SELECT", "SELECT"]
        assert [values["db.query.text"] for _, values in statements[-3:-1]] == texts[:2]
    assert environment.log == bare.log
