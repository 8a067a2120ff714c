"""What the spans of SQL drivers have in common (semantic-conventions v1.44.0, db/sql.md)."""

from __future__ import annotations

import re

from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, subclass, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from otel_lambda.sdk.tracer import Tracer

_LITERALS = (
    # one that does not end goes on to the end: no alternative fails, so that the time is linear
    r"'(?:[^'\\]+|\\(?:.|\Z)|'')*(?:'|\Z)"
    r"|(?<![\w$])\$(\w*)\$(?:.*?\$\1\$|.*)"
    r"|(?<![\w$:%])[-+]?\d[\w.]*"
)
_QUOTED = re.compile(_LITERALS, re.DOTALL)
_DOUBLE_QUOTED = re.compile(r'"(?:[^"\\]+|\\(?:.|\Z)|"")*(?:"|\Z)|' + _LITERALS, re.DOTALL)
_MAX_TEXT = 32 * 1024
_LEADING_COMMENT = re.compile(r"^\s*/\*.*?\*/", re.DOTALL)


class Statements:
    """The tracing of a driver's statements; `describe(cursor)` tells where the database is."""

    def __init__(
        self,
        tracer: Tracer,
        system: str,
        describe: Callable[[Any], dict[str, Any]],
        text: Callable[[Any, Any], Any] = lambda cursor, statement: statement,
    ) -> None:
        self._tracer = tracer
        self._system = system
        self._describe = describe
        self._text = text
        self._literals = _DOUBLE_QUOTED if system in ("mysql", "mariadb") else _QUOTED
        self._derived: dict[Any, Any] = {}

    def patch(self, owner: Any, *names: str) -> None:
        """Patches methods that take a statement first."""
        for name in names:
            wrap(owner, name, self._make)

    def patch_async(self, owner: Any, *names: str) -> None:
        """Patches coroutine methods that take a statement first."""
        for name in names:
            wrap(owner, name, self._make_async)

    def derive(self, cursor_class: Any) -> Any:
        """Returns a traced subclass of a cursor class that C has made, one for each class."""
        if not isinstance(cursor_class, type) or cursor_class in self._derived.values():
            return cursor_class
        if cursor_class not in self._derived:
            derived = self._derived[cursor_class] = subclass(cursor_class)
            if derived is not cursor_class:
                self.patch(derived, "execute", "executemany", "callproc")
        return self._derived[cursor_class]

    def without_literals(self, text: str) -> str:
        """Returns a statement with `?` for its literals, cut where OpenTelemetry's Java agent does."""
        return self._literals.sub("?", text[:_MAX_TEXT])

    def _make(self, original: Any) -> Any:
        def execute(cursor: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed():
                return original(cursor, *arguments, **named)
            with self._call(cursor, arguments, named):
                return original(cursor, *arguments, **named)

        return execute

    def _make_async(self, original: Any) -> Any:
        async def execute(cursor: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed():
                return await original(cursor, *arguments, **named)
            with self._call(cursor, arguments, named):
                return await original(cursor, *arguments, **named)

        return execute

    def _call(self, cursor: Any, arguments: Any, named: Any) -> Call:
        statement = arguments[0] if arguments else None
        for name in ("query", "sql", "operation"):
            statement = named.get(name, statement)
        what = "a statement is not described"
        attributes = {"db.system.name": self._system, **(guarded(what, self._describe, cursor) or {})}
        text = guarded(what, self._text, cursor, statement)
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        if not isinstance(text, str) or not text.strip():
            return Call(self._tracer, attributes.get("db.namespace") or self._system, attributes)
        attributes["db.query.text"] = self.without_literals(text)
        words = _LEADING_COMMENT.sub("", text).split(None, 1)
        return Call(self._tracer, words[0] if words else self._system, attributes)


def place(namespace: Any, host: Any, port: Any) -> dict[str, Any]:
    """Returns the attributes of a database's name and server, of what is known."""
    if isinstance(namespace, bytes):
        namespace = namespace.decode("utf-8", "replace")
    values = {"db.namespace": namespace, "server.address": host, "server.port": port and int(port)}
    return {key: value for key, value in values.items() if value}
