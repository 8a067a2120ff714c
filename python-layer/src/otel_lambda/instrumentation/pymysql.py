"""PyMySQL: one span for each statement of a cursor."""

from __future__ import annotations

from otel_lambda.instrumentation.database import Statements, place
from otel_lambda.instrumentation.support import tracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `pymysql.cursors`."""
    statements = Statements(tracer(telemetry, "pymysql"), "mysql", _describe)
    for cursor_class in (module.__dict__["Cursor"], module.__dict__["SSCursor"]):
        own = [each for each in ("execute", "executemany", "callproc") if each in vars(cursor_class)]
        statements.patch(cursor_class, *own)


def _describe(cursor: Any) -> dict[str, Any]:
    connection = cursor.connection
    return place(connection.db, connection.host, connection.port)
