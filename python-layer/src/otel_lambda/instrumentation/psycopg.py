"""psycopg, 3.2 on: one span for each statement of a cursor, synchronous or not."""

from __future__ import annotations

from otel_lambda.instrumentation.database import Statements, place
from otel_lambda.instrumentation.support import tracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches a module of psycopg that has classes of cursors."""
    statements = Statements(tracer(telemetry, "psycopg"), "postgresql", _describe, _text)
    for name, cursor_class in list(vars(module).items()):
        if not isinstance(cursor_class, type) or cursor_class.__module__ not in (
            module.__name__,
            # psycopg gives its public classes this name
            "psycopg",
        ):
            continue
        own = [each for each in ("execute", "executemany") if each in vars(cursor_class)]
        if name.startswith("Async"):
            statements.patch_async(cursor_class, *own)
        else:
            statements.patch(cursor_class, *own)


def _describe(cursor: Any) -> dict[str, Any]:
    info = cursor.connection.info
    return place(info.dbname, info.host, info.port)


def _text(cursor: Any, statement: Any) -> Any:
    as_string = getattr(statement, "as_string", None)
    return statement if as_string is None else as_string(cursor.connection)
