"""What the spans of HTTP clients have in common (semantic-conventions v1.44.0, http-spans.md)."""

from __future__ import annotations

from otel_lambda.sdk.span import ERROR
from otel_lambda.trigger.query import redact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.span import AnySpan

_METHODS = frozenset(
    ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE")
)


def span_name(method: str) -> str:
    """Returns the method, or HTTP for one that is not defined."""
    return method.upper() if method.upper() in _METHODS else "HTTP"


def request_attributes(method: str, url: str, host: str | None, port: int | None) -> dict[str, Any]:
    """Returns the attributes of a request; `url` is absolute."""
    known = method.upper() in _METHODS
    values: dict[str, Any] = {
        "http.request.method": method.upper() if known else "_OTHER",
        "url.full": _redacted(url),
    }
    if not known:
        values["http.request.method_original"] = method
    if host:
        values["server.address"] = host
    if port:
        values["server.port"] = port
    return values


def set_response(span: AnySpan, status: int, protocol_version: str | None = None) -> None:
    """Sets what a response tells; from 400 on it is an error."""
    span.set_attribute("http.response.status_code", status)
    if protocol_version:
        span.set_attribute("network.protocol.version", protocol_version)
    if status >= 400:
        span.set_attribute("error.type", str(status))
        span.set_status(ERROR)


def _redacted(url: str) -> str:
    """Leaves out user and password, and the values of parameters that may be secrets."""
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    if at and user:
        url = f"{scheme}{separator}REDACTED:REDACTED@{host}{slash}{path}"
    base, mark, query = url.partition("?")
    return f"{base}?{redact(query)}" if mark else url
