"""Literals are left out of statements, whatever these look like."""

from __future__ import annotations

from typing import Any

import pytest

from otel_lambda.instrumentation.database import Statements

CASES = [
    (
        "select 'a', 'it''s', 'x\\'y' from t where n = 12 and m=-1.5e3",
        "select ?, ?, ? from t where n = ? and m=?",
    ),
    (
        "select $1, :2, t1.c2, %s from a$b$c where x = $$it's$$ or y = $q$ $$ $q$",
        "select $1, :2, t1.c2, %s from a$b$c where x = ? or y = ?",
    ),
    ("select 'never ends", "select ?"),
    ("select 'ends in a backslash\\", "select ?"),
    ("select $q$ never ends $$", "select ?"),
    # each quote of these was a start from which all that follows was looked at
    ("select '" + "\\'" * 200_000, "select ?"),
    ("select '" + "''" * 200_000, "select ?"),
    ("select " + "".join(f"$t{n}$ " for n in range(50_000)), "select ?"),
    ("select " + "'a' " * 200_000, "select " + "? " * 8190 + "?"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda text: text[:40])
@pytest.mark.parametrize("system", ["postgresql", "mysql"])
def test_literals_are_left_out(text: str, expected: str, system: str) -> None:
    tracer: Any = None
    assert Statements(tracer, system, lambda cursor: {}).without_literals(text) == expected


def test_double_quotes_are_names_but_in_mysql() -> None:
    tracer: Any = None
    text = 'select "a b" from "t'
    shown = {
        name: Statements(tracer, name, lambda cursor: {}).without_literals(text)
        for name in ("sqlite", "mysql")
    }
    assert shown == {"sqlite": text, "mysql": "select ? from ?"}
