"""pymongo, synchronous or not: one span for each command, by a listener as its monitoring has them."""

from __future__ import annotations

from otel_lambda.instrumentation.support import guarded, is_suppressed, replaced, tracer
from otel_lambda.sdk.span import CLIENT, ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.sdk.tracer import Tracer
    from otel_lambda.telemetry import Telemetry

_NOT_DESCRIBED = "a command of MongoDB is not described"


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Registers with `pymongo.monitoring`, for the clients that the function makes."""
    api: Any = module
    spans = _Spans(tracer(telemetry, "pymongo"))

    class CommandListener(api.CommandListener):  # type: ignore[misc]
        """A listener to all commands but those that authenticate, which pymongo keeps to itself."""

        def started(self, event: Any) -> None:
            guarded(_NOT_DESCRIBED, spans.start, event)

        def succeeded(self, event: Any) -> None:
            guarded(_NOT_DESCRIBED, spans.end, event)

        def failed(self, event: Any) -> None:
            guarded(_NOT_DESCRIBED, spans.fail, event)

    api.register(CommandListener())


class _Spans:
    """The spans of the commands that are under way."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._open: dict[Any, AnySpan] = {}

    def start(self, event: Any) -> None:
        """Starts a command's span."""
        if is_suppressed() or self._tracer.scope.name in replaced:
            return
        name = event.command_name
        attributes = {
            "db.system.name": "mongodb",
            "db.namespace": event.database_name,
            "db.operation.name": name,
        }
        collection = event.command.get(name)
        if isinstance(collection, str):
            attributes["db.collection.name"] = collection
        host, port = event.connection_id or (None, None)
        if host:
            attributes["server.address"] = host
        if port:
            attributes["server.port"] = port
        self._open[_key(event)] = self._tracer.start_span(f"{event.database_name}.{name}", CLIENT, attributes)

    def end(self, event: Any) -> None:
        """Ends a command's span."""
        span = self._open.pop(_key(event), None)
        if span is not None:
            span.end()

    def fail(self, event: Any) -> None:
        """Ends the span of a command that the server has refused, or not answered."""
        span = self._open.pop(_key(event), None)
        if span is not None:
            failure = event.failure
            span.set_status(ERROR, str(failure.get("errmsg", "")))
            if "code" in failure:
                span.set_attribute("db.response.status_code", str(failure["code"]))
            kind = failure.get("codeName") or failure.get("errtype") or failure.get("code")
            span.set_attribute("error.type", str(kind or "_OTHER"))
            span.end()


def _key(event: Any) -> Any:
    return event.request_id, event.connection_id
