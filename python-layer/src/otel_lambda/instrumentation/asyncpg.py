"""asyncpg: one span for each statement of a connection or a prepared statement."""

from __future__ import annotations

from otel_lambda.instrumentation.database import Statements, place
from otel_lambda.instrumentation.support import tracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `asyncpg.connection` or `asyncpg.prepared_stmt`."""
    own_tracer = tracer(telemetry, "asyncpg")
    if module.__name__ == "asyncpg.connection":
        Statements(own_tracer, "postgresql", _describe).patch_async(
            module.__dict__["Connection"], "execute", "executemany", "fetch", "fetchval", "fetchrow"
        )
        return
    Statements(
        own_tracer,
        "postgresql",
        lambda prepared: _describe(prepared._connection),
        lambda prepared, argument: prepared.get_query(),
    ).patch_async(module.__dict__["PreparedStatement"], "executemany", "fetch", "fetchval", "fetchrow")


def _describe(connection: Any) -> dict[str, Any]:
    address = connection._addr
    over_tcp = isinstance(address, tuple)
    host, port = address[:2] if over_tcp else (address, None)
    return {
        **place(connection._params.database, host, port),
        "network.transport": "tcp" if over_tcp else "unix",
    }
