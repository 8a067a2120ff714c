"""urllib3, 1.26 to 2: one span for each call of `urlopen`, its retries and redirects included."""

from __future__ import annotations

from otel_lambda.instrumentation import http_client
from otel_lambda.instrumentation.support import Call, guarded, inject, is_suppressed, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_VERSIONS = {10: "1.0", 11: "1.1", 20: "2"}


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `urllib3.connectionpool`."""
    own_tracer = tracer(telemetry, "urllib3")

    def make(original: Any) -> Any:
        def urlopen(self: Any, method: Any, url: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed():
                return original(self, method, url, *arguments, **named)
            attributes = guarded("a call of urllib3 is not described", _describe, self, method, url)
            with Call(own_tracer, http_client.span_name(str(method)), attributes) as call:
                arguments, named = _with_headers(self, telemetry, arguments, named)
                response = original(self, method, url, *arguments, **named)
                guarded("a response of urllib3 is not described", _respond, call, response)
                return response

        return urlopen

    wrap(module.HTTPConnectionPool, "urlopen", make)


def _describe(pool: Any, method: Any, url: Any) -> dict[str, Any]:
    default = 443 if pool.scheme == "https" else 80
    authority = pool.host if pool.port in (None, default) else f"{pool.host}:{pool.port}"
    full = url if "://" in url.partition("?")[0] else f"{pool.scheme}://{authority}{url}"
    return http_client.request_attributes(str(method), full, pool.host, pool.port or default)


def _with_headers(pool: Any, telemetry: Telemetry, arguments: Any, named: Any) -> tuple[Any, Any]:
    """Returns the arguments with a copy of the headers, in which the context is."""
    # urlopen(method, url, body, headers, …)
    given = arguments[1] if len(arguments) > 1 else named.get("headers")
    headers = pool.headers if given is None else given
    # one of the same class, as that of urllib3 may have a header several times
    headers = headers.copy() if hasattr(headers, "copy") else dict(headers)
    guarded("a call of urllib3 has no trace context", inject, telemetry, headers)
    if len(arguments) > 1:
        return (arguments[0], headers, *arguments[2:]), named
    return arguments, {**named, "headers": headers}


def _respond(call: Call, response: Any) -> None:
    version = _VERSIONS.get(getattr(response, "version", None) or 0)
    http_client.set_response(call.span, response.status, version)
