"""urllib.request: one span for each call of `urlopen` or an opener, its redirects included."""

from __future__ import annotations

from otel_lambda.instrumentation import http_client
from otel_lambda.instrumentation.support import Call, guarded, inject, is_suppressed, tracer, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_VERSIONS = {10: "1.0", 11: "1.1"}


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `urllib.request`."""
    api: Any = module
    own_tracer = tracer(telemetry, "urllib")
    # loaded by urllib.request already
    http_error = api.HTTPError

    def make(original: Any) -> Any:
        def open(self: Any, fullurl: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed() or not isinstance(fullurl, (str, api.Request)):
                # whatever else openers take
                return original(self, fullurl, *arguments, **named)
            request = api.Request(fullurl) if isinstance(fullurl, str) else fullurl
            if request.type not in ("http", "https"):
                return original(self, fullurl, *arguments, **named)
            data = arguments[0] if arguments else named.get("data")
            method = "POST" if data is not None and request.data is None else request.get_method()
            attributes = guarded("a call of urllib is not described", _describe, request, method)
            with Call(own_tracer, http_client.span_name(method), attributes) as call:
                added = guarded("a call of urllib has no trace context", _inject, telemetry, request)
                try:
                    response = original(self, request, *arguments, **named)
                except http_error as error:
                    # a response, which is no failure of the call
                    call.is_described = True
                    guarded("a response of urllib is not described", _respond, call, error)
                    raise
                finally:
                    # the request is the function's
                    for name in added or ():
                        request.unredirected_hdrs.pop(name, None)
                guarded("a response of urllib is not described", _respond, call, response)
                return response

        return open

    wrap(api.OpenerDirector, "open", make)


def _inject(telemetry: Telemetry, request: Any) -> list[str]:
    """Adds headers that the function has not set, and returns their names as the request has them."""
    headers: dict[str, str] = {}
    inject(telemetry, headers)
    added = [name for name in headers if not request.has_header(name.capitalize())]
    for name in added:
        request.add_unredirected_header(name, headers[name])
    return [name.capitalize() for name in added]


def _describe(request: Any, method: str) -> dict[str, Any]:
    from otel_lambda.sdk.http.url import Url

    url = Url(request.full_url)
    return http_client.request_attributes(method, request.full_url, url.host, url.port)


def _respond(call: Call, response: Any) -> None:
    version = _VERSIONS.get(getattr(response, "version", None) or 0)
    http_client.set_response(call.span, response.code, version)
