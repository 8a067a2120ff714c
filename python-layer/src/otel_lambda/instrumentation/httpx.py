"""httpx, 0.23 on: one span for each request that a transport sends; each redirect has its own."""

from __future__ import annotations

from otel_lambda.instrumentation import http_client
from otel_lambda.instrumentation.support import Call, guarded, inject, is_suppressed, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `httpx._transports.default`."""
    api: Any = module
    own_tracer = tracer(telemetry, "httpx")

    def call_of(request: Any) -> Call:
        attributes = guarded("a call of httpx is not described", _describe, request)
        return Call(own_tracer, http_client.span_name(str(request.method)), attributes)

    def make(original: Any) -> Any:
        def handle_request(self: Any, request: Any) -> Any:
            if is_suppressed():
                return original(self, request)
            with call_of(request) as call:
                # the request is the function's: its headers are replaced for the call only
                headers = request.headers
                guarded("a call of httpx has no trace context", _inject, telemetry, request)
                try:
                    response = original(self, request)
                finally:
                    request.headers = headers
                guarded("a response of httpx is not described", _respond, call, response)
                return response

        return handle_request

    def make_async(original: Any) -> Any:
        async def handle_async_request(self: Any, request: Any) -> Any:
            if is_suppressed():
                return await original(self, request)
            with call_of(request) as call:
                headers = request.headers
                guarded("a call of httpx has no trace context", _inject, telemetry, request)
                try:
                    response = await original(self, request)
                finally:
                    request.headers = headers
                guarded("a response of httpx is not described", _respond, call, response)
                return response

        return handle_async_request

    wrap(api.HTTPTransport, "handle_request", make)
    wrap(api.AsyncHTTPTransport, "handle_async_request", make_async)


def _describe(request: Any) -> dict[str, Any]:
    url = request.url
    port = url.port or (443 if url.scheme == "https" else 80)
    return http_client.request_attributes(str(request.method), str(url), url.host, port)


def _inject(telemetry: Telemetry, request: Any) -> None:
    headers = request.headers.copy()
    inject(telemetry, headers)
    request.headers = headers


def _respond(call: Call, response: Any) -> None:
    protocol = response.extensions.get("http_version", b"").decode("ascii").partition("/")[2]
    http_client.set_response(call.span, response.status_code, protocol)
