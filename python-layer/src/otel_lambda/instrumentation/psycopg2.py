"""psycopg2: one span for each statement; connections and cursors are subclasses of psycopg2's own."""

from __future__ import annotations

import sys

from otel_lambda.instrumentation.database import Statements, place
from otel_lambda.instrumentation.support import subclass, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `psycopg2` or `psycopg2.extras`."""
    api: Any = module
    extensions: Any = sys.modules["psycopg2.extensions"]
    statements = Statements(tracer(telemetry, "psycopg2"), "postgresql", _describe, _text)
    if module.__name__ == "psycopg2.extras":
        for name in ("DictCursor", "RealDictCursor", "NamedTupleCursor", "LoggingCursor"):
            statements.patch(getattr(api, name), "execute", "executemany", "callproc")
        return
    derived: dict[Any, Any] = {}

    def make_cursor(original: Any) -> Any:
        # cursor(name, cursor_factory, …)
        def cursor(self: Any, name: Any = None, cursor_factory: Any = None, *rest: Any, **named: Any) -> Any:
            factory = statements.derive(cursor_factory or self.cursor_factory or extensions.cursor)
            return original(self, name, factory, *rest, **named)

        return cursor

    def derive(connection_class: Any) -> Any:
        if not isinstance(connection_class, type):
            return connection_class
        if connection_class not in derived:
            own = derived[connection_class] = subclass(connection_class)
            if own is not connection_class and own.cursor is extensions.connection.cursor:
                # the others, such as DictConnection's, choose the class themselves
                wrap(own, "cursor", make_cursor)
        return derived[connection_class]

    def make(original: Any) -> Any:
        def connect(
            dsn: Any = None, connection_factory: Any = None, cursor_factory: Any = None, **named: Any
        ) -> Any:
            factory = derive(connection_factory or extensions.connection)
            return original(dsn, factory, cursor_factory, **named)

        return connect

    wrap(api, "connect", make)


def _describe(cursor: Any) -> dict[str, Any]:
    info = cursor.connection.info
    return place(info.dbname, info.host, info.port)


def _text(cursor: Any, statement: Any) -> Any:
    as_string = getattr(statement, "as_string", None)
    return statement if as_string is None else as_string(cursor.connection)
