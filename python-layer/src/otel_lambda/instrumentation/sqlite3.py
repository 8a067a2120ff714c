"""sqlite3: one span for each statement; connections and cursors are subclasses of Python's own."""

from __future__ import annotations

from otel_lambda.instrumentation.database import Statements
from otel_lambda.instrumentation.support import subclass, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_FACTORY = 5
"""The place of `factory` among the arguments of `connect`."""


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `sqlite3.dbapi2`, from which `sqlite3` takes its names."""
    api: Any = module
    statements = Statements(tracer(telemetry, "sqlite3"), "sqlite", lambda cursor: {})
    derived: dict[Any, Any] = {}

    def make_cursor(original: Any) -> Any:
        def cursor(self: Any, factory: Any = api.Cursor) -> Any:
            return original(self, statements.derive(factory))

        return cursor

    def derive(connection_class: Any) -> Any:
        if not isinstance(connection_class, type):
            return connection_class
        if connection_class not in derived:
            own = derived[connection_class] = subclass(connection_class)
            if own is connection_class:
                return own
            if own.cursor is api.Connection.cursor:
                # a function's own may take other arguments
                wrap(own, "cursor", make_cursor)
            # these make a cursor without `cursor`, from Python 3.11 on
            statements.patch(own, "execute", "executemany")
        return derived[connection_class]

    def make(original: Any) -> Any:
        def connect(*arguments: Any, **named: Any) -> Any:
            if len(arguments) > _FACTORY:
                factory = derive(arguments[_FACTORY])
                return original(*arguments[:_FACTORY], factory, *arguments[_FACTORY + 1 :], **named)
            named["factory"] = derive(named.get("factory", api.Connection))
            return original(*arguments, **named)

        return connect

    wrap(api, "connect", make)
