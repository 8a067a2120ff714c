"""mysql-connector, 8.0 on: one span for each statement of a cursor, synchronous or not."""

from __future__ import annotations

from otel_lambda.instrumentation.database import Statements, place
from otel_lambda.instrumentation.support import tracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches a module of mysql-connector that has classes of cursors."""
    statements = Statements(tracer(telemetry, "mysql"), "mysql", _describe)
    patch_methods = statements.patch_async if ".aio." in module.__name__ else statements.patch
    for cursor_class in list(vars(module).values()):
        if isinstance(cursor_class, type) and cursor_class.__module__ == module.__name__:
            own = [each for each in ("execute", "executemany", "callproc") if each in vars(cursor_class)]
            patch_methods(cursor_class, *own)


def _describe(cursor: Any) -> dict[str, Any]:
    connection = getattr(cursor, "_cnx", None) or cursor._connection
    if getattr(connection, "unix_socket", None) or getattr(connection, "_unix_socket", None):
        return place(connection._database, connection._host, None)
    # `database` would ask the server
    return place(connection._database, connection._host, connection._port)
