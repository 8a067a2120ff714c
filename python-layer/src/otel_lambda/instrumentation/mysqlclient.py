"""mysqlclient, 2.0 on: one span for each statement of a cursor."""

from __future__ import annotations

from otel_lambda.instrumentation.database import Statements, place
from otel_lambda.instrumentation.support import guarded, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `MySQLdb.connections`, which has imported the cursors."""
    from weakref import WeakKeyDictionary

    places: Any = WeakKeyDictionary()

    def note(connection: Any, arguments: Any, named: Any) -> None:
        names = ("host", "user", "password", "database", "port")
        values = {**dict(zip(names, arguments)), **named}
        # a file of settings may say something else
        host = values.get("host") or (None if values.get("read_default_file") else "localhost")
        port = None if values.get("unix_socket") else values.get("port") or 3306
        places[connection] = place(values.get("database") or values.get("db"), host, port)

    def make_init(original: Any) -> Any:
        def initialize(connection: Any, *arguments: Any, **named: Any) -> None:
            original(connection, *arguments, **named)
            guarded("a connection of MySQLdb is not described", note, connection, arguments, named)

        return initialize

    wrap(module.__dict__["Connection"], "__init__", make_init)
    statements = Statements(
        tracer(telemetry, "mysqlclient"), "mysql", lambda cursor: places.get(cursor.connection, {})
    )
    cursor_class = module.__dict__["cursors"].BaseCursor
    statements.patch(cursor_class, "execute", "executemany", "callproc")
