"""Elasticsearch's and OpenSearch's clients: one span for each call, its retries included.

Elasticsearch, 7.10 on, reports its calls itself where it finds opentelemetry-api (8.13 on).
"""

from __future__ import annotations

from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, tracer, wrap
from otel_lambda.sdk.span import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_NOT_DESCRIBED = "a call of Elasticsearch is not described"
_DOCUMENTS = {
    "DELETE": "delete",
    "GET": "get",
    "HEAD": "exists",
    "POST": "index",
    "PUT": "index",
}
_INDICES = {
    "DELETE": "indices.delete",
    "GET": "indices.get",
    "HEAD": "indices.exists",
    "PUT": "indices.create",
}


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches a module that has a `Transport` or an `AsyncTransport`."""
    system = "opensearch" if module.__name__.startswith("opensearchpy") else "elasticsearch"
    own_tracer = tracer(telemetry, system)

    def call_of(transport: Any, method: Any, url: Any) -> Call:
        attributes = guarded(_NOT_DESCRIBED, _describe, system, transport, str(method), str(url)) or {}
        index = attributes.get("db.collection.name")
        operation = attributes.get("db.operation.name", str(method))
        return Call(own_tracer, f"{operation} {index}" if index else operation, attributes)

    def make(original: Any) -> Any:
        def perform_request(self: Any, method: Any, url: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed() or _reports_itself(named):
                return original(self, method, url, *arguments, **named)
            with call_of(self, method, url) as call:
                try:
                    response = original(self, method, url, *arguments, **named)
                except Exception as error:
                    guarded(_NOT_DESCRIBED, _set_failure, call, error)
                    raise
                guarded(_NOT_DESCRIBED, _respond, call, str(method), str(url), response)
                return response

        return perform_request

    def make_async(original: Any) -> Any:
        async def perform_request(self: Any, method: Any, url: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed() or _reports_itself(named):
                return await original(self, method, url, *arguments, **named)
            with call_of(self, method, url) as call:
                try:
                    response = await original(self, method, url, *arguments, **named)
                except Exception as error:
                    guarded(_NOT_DESCRIBED, _set_failure, call, error)
                    raise
                guarded(_NOT_DESCRIBED, _respond, call, str(method), str(url), response)
                return response

        return perform_request

    for name, made in (("Transport", make), ("AsyncTransport", make_async)):
        owner = vars(module).get(name)
        if getattr(owner, "__module__", None) == module.__name__:
            wrap(owner, "perform_request", made)


def _reports_itself(named: Any) -> bool:
    return getattr(named.get("otel_span"), "otel_span", None) is not None


def _describe(system: str, transport: Any, method: str, url: str) -> dict[str, Any]:
    operation, index = operation_of(method, url)
    values: dict[str, Any] = {
        "db.system.name": system,
        "db.operation.name": operation,
        "http.request.method": method,
    }
    if index:
        values["db.collection.name"] = index
    pool = getattr(transport, "connection_pool", None)
    connections: Any = getattr(pool, "connections", ())
    if len(connections) == 1:
        host = connections[0].host
        values["url.full"] = host + url
        address, _, port = host.partition("://")[2].rpartition(":")
        values["server.address"] = address
        values["server.port"] = int(port.partition("/")[0])
    return values


def operation_of(method: str, url: str) -> tuple[str, str | None]:
    """Returns the operation, as the clients call it, and the index; `url` begins with a slash."""
    parts = [each for each in url.partition("?")[0].split("/") if each]
    index = parts.pop(0) if parts and not parts[0].startswith("_") else None
    if not parts:
        return (_INDICES.get(method, method) if index else "ping" if method == "HEAD" else "info"), index
    name = parts[0].lstrip("_")
    if name == "doc":
        return _DOCUMENTS.get(method, name), index
    if (
        name in ("cluster", "cat", "nodes", "tasks", "ingest", "snapshot", "security", "ml", "sql")
        and parts[1:]
    ):
        return f"{name}.{parts[1].lstrip('_')}", index
    return name, index


def _respond(call: Call, method: str, url: str, response: Any) -> None:
    """Sets what elastic_transport's response tells; the other clients return the body, or raise."""
    meta = getattr(response, "meta", None)
    if meta is None:
        return
    span, node = call.span, meta.node
    span.set_attribute("server.address", node.host)
    span.set_attribute("server.port", node.port)
    span.set_attribute("url.full", f"{node.scheme}://{node.host}:{node.port}{node.path_prefix}{url}")
    span.set_attribute("db.response.status_code", str(meta.status))
    if meta.status >= 400 and not (method == "HEAD" and meta.status == 404):
        span.set_attribute("error.type", str(meta.status))
        span.set_status(ERROR)


def _set_failure(call: Call, error: Any) -> None:
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        call.span.set_attribute("db.response.status_code", str(status))
