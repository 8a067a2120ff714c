"""redis-py, 4.2 on, and valkey-py: one span for each command or pipeline, of clusters and by asyncio too."""

from __future__ import annotations

from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_LONGEST_COMMAND = 1000


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches a module of redis-py or valkey-py that has clients."""
    system = module.__name__.partition(".")[0]
    own_tracer = tracer(telemetry, system)
    is_async = ".asyncio." in module.__name__

    def command(client: Any, arguments: Any) -> Call:
        attributes = guarded("a command of Redis is not described", _describe, system, client, [arguments])
        return Call(own_tracer, str(arguments[0]) if arguments else system, attributes)

    def pipeline(client: Any, arguments: Any) -> Call:
        commands = guarded("a pipeline of Redis is not described", _commands, client) or []
        attributes = guarded("a pipeline of Redis is not described", _describe, system, client, commands)
        if attributes and len(commands) > 1:
            attributes["db.operation.batch.size"] = len(commands)
        return Call(own_tracer, " ".join(str(each[0]) for each in commands) or system, attributes)

    def making(call_of: Callable[[Any, Any], Call]) -> Callable[[Any], Any]:
        return lambda original: _make(original, call_of, is_async)

    for name in ("Redis", "RedisCluster", "Valkey", "ValkeyCluster", "Pipeline", "ClusterPipeline"):
        owner = getattr(module, name, None)
        if getattr(owner, "__module__", None) != module.__name__:
            # not there, or imported from another module
            continue
        if not name.endswith("Pipeline"):
            wrap(owner, "execute_command", making(command))
        else:
            wrap(owner, "execute", making(pipeline))
            wrap(owner, "immediate_execute_command", making(command))


def _make(original: Any, call_of: Callable[[Any, Any], Call], is_async: bool) -> Any:
    def execute(self: Any, *arguments: Any, **named: Any) -> Any:
        if is_suppressed():
            return original(self, *arguments, **named)
        with call_of(self, arguments) as call:
            try:
                return original(self, *arguments, **named)
            except Exception as error:
                _spare_watched(call, error)
                raise

    async def execute_async(self: Any, *arguments: Any, **named: Any) -> Any:
        if is_suppressed():
            return await original(self, *arguments, **named)
        with call_of(self, arguments) as call:
            try:
                return await original(self, *arguments, **named)
            except Exception as error:
                _spare_watched(call, error)
                raise

    return execute_async if is_async else execute


def _spare_watched(call: Call, error: Exception) -> None:
    """A watched key that has changed is an answer, not a failure."""
    if type(error).__name__ == "WatchError":
        call.is_described = True


def _commands(pipeline: Any) -> list[Any]:
    strategy = getattr(pipeline, "_execution_strategy", None)
    for holder, name in (
        (strategy, "command_queue"),
        (strategy, "_command_queue"),
        (pipeline, "command_stack"),
        (pipeline, "_command_stack"),
    ):
        if hasattr(holder, name):
            return [each.args if hasattr(each, "args") else each[0] for each in getattr(holder, name)]
    return []


def _describe(system: str, client: Any, commands: list[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "db.system.name": system,
        "db.query.text": "\n".join(_text(each) for each in commands),
    }
    pool = getattr(client, "connection_pool", None)
    if pool is None:
        return values
    settings = pool.connection_kwargs
    values["db.namespace"] = str(settings.get("db") or 0)
    if "path" in settings:
        return {**values, "server.address": settings["path"], "network.transport": "unix"}
    return {
        **values,
        "server.address": settings.get("host", "localhost"),
        "server.port": int(settings.get("port", 6379)),
        "network.transport": "tcp",
    }


def _text(arguments: Any) -> str:
    """Returns a command without its values."""
    text = " ".join([str(arguments[0])] + ["?"] * (len(arguments) - 1)) if arguments else ""
    return text if len(text) <= _LONGEST_COMMAND else text[: _LONGEST_COMMAND - 3] + "..."
