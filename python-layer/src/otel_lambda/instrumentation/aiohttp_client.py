"""aiohttp's client, 3.10 on: one span for each request of a session, its redirects included."""

from __future__ import annotations

from otel_lambda.instrumentation import http_client
from otel_lambda.instrumentation.support import Call, guarded, inject, is_suppressed, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `aiohttp.client`."""
    own_tracer = tracer(telemetry, "aiohttp_client")

    def make(original: Any) -> Any:
        async def _request(self: Any, method: Any, str_or_url: Any, **named: Any) -> Any:
            if is_suppressed():
                return await original(self, method, str_or_url, **named)
            attributes = guarded(
                "a call of aiohttp is not described", _describe, self, method, str_or_url, named
            )
            with Call(own_tracer, http_client.span_name(str(method)), attributes) as call:
                headers = guarded("a call of aiohttp has no trace context", _headers, self, telemetry, named)
                if headers is not None:
                    named["headers"] = headers
                response = await original(self, method, str_or_url, **named)
                guarded("a response of aiohttp is not described", _respond, call, response)
                return response

        return _request

    wrap(module.__dict__["ClientSession"], "_request", make)


def _describe(session: Any, method: Any, str_or_url: Any, named: Any) -> dict[str, Any]:
    url = session._build_url(str_or_url)
    if named.get("params"):
        url = url.update_query(named["params"])
    return http_client.request_attributes(str(method), str(url), url.host, url.port)


def _headers(session: Any, telemetry: Telemetry, named: Any) -> Any:
    """Returns the session's and the call's headers, with the context."""
    headers = session._prepare_headers(named.get("headers"))
    inject(telemetry, headers)
    return headers


def _respond(call: Call, response: Any) -> None:
    version = response.version
    # HTTP/1.1 is a pair of numbers
    protocol = None if version is None else f"{version[0]}.{version[1]}"
    http_client.set_response(call.span, response.status, protocol)
