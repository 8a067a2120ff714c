"""What the triggers that pass an HTTP request on have in common.

Source: semantic-conventions v1.44.0, docs/http/http-spans.md.
"""

from __future__ import annotations

from otel_lambda.trigger.base import Trigger
from otel_lambda.trigger.event import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_METHODS = frozenset(
    ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE")
)
_OTHER = "_OTHER"


class HttpTrigger(Trigger):
    """A request; how the members are called differs by the kind of API."""

    type = "http"

    def __init__(self, event: dict[str, Any]) -> None:
        self.event = event
        self._headers = self.headers(event)

    def span_name(self) -> str | None:
        """Returns `METHOD route`."""
        method, route = _known(self.method()), self.route()
        if method is None or route is None:
            return route
        return f"{'HTTP' if method == _OTHER else method} {route}"

    def attributes(self) -> dict[str, Any]:
        """Returns the attributes of an HTTP server's span."""
        method = self.method()
        known = _known(method)
        host, port = self._server()
        forwarded = self.header("x-forwarded-for")
        return {
            "http.request.method": known,
            "http.request.method_original": method if known != method else None,
            "http.route": self.route(),
            "url.path": self.path(),
            "url.scheme": self.header("x-forwarded-proto"),
            "network.protocol.version": _version(self.protocol()),
            "user_agent.original": self.header("user-agent"),
            "server.address": host,
            "server.port": port,
            "client.address": self.peer() if forwarded is None else _client(forwarded),
            "url.query": _redacted(self.query()),
        }

    def _server(self) -> tuple[str | None, int | None]:
        host = (
            self.header("x-forwarded-host")
            or self.header("host")
            or text(self.event, "requestContext", "domainName")
        )
        if not host:
            return None, None
        name, port = _split_port(host)
        if port is None:
            port = _port(self.header("x-forwarded-port") or "")
        return name, port

    def status_code(self, response: Any) -> int | None:
        """Returns what the client gets."""
        status = _status(response)
        return self.default_status() or None if status == 0 else status

    def header(self, name: str) -> str | None:
        """Returns a header by its name in lower case."""
        return self._headers.get(name)

    def method(self) -> str | None:
        """Returns the method as the client sent it."""
        return text(self.event, "httpMethod")

    def route(self) -> str | None:
        """Returns the route as the API defines it, such as `/orders/{id}`."""
        return None

    def path(self) -> str | None:
        """Returns the path as the client sent it."""
        return text(self.event, "path")

    def query(self) -> str | None:
        """Returns the query without its question mark."""
        return None

    def peer(self) -> str | None:
        """Returns the address that the request came from, as the service saw it."""
        return text(self.event, "requestContext", "identity", "sourceIp")

    def protocol(self) -> str | None:
        """Returns the protocol, such as `HTTP/1.1`."""
        return text(self.event, "requestContext", "protocol")

    def default_status(self) -> int:
        """Returns what the client gets for a response that names no status; 0 if that is an error."""
        return 0


def _known(method: str | None) -> str | None:
    return method if method is None or method in _METHODS else _OTHER


def _version(protocol: str | None) -> str | None:
    if protocol is None or not protocol.startswith("HTTP/"):
        return None
    version = protocol[len("HTTP/") :]
    return version[0] if version in ("2.0", "3.0") else version


def _split_port(host: str) -> tuple[str, int | None]:
    """Takes `host:port`, also with an IPv6 address in brackets."""
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
        return name, _port(rest[1:]) if rest.startswith(":") else None
    name, colon, port = host.partition(":")
    return (name, _port(port)) if colon and ":" not in port else (host, None)


def _port(value: str) -> int | None:
    number = int(value) if value.isdigit() and len(value) < 6 else 0
    return number if 0 < number < 65536 else None


def _client(forwarded: str) -> str | None:
    """Returns the first address of X-Forwarded-For, without a port."""
    first = forwarded.partition(",")[0].strip()
    return _split_port(first)[0] or None


def _redacted(query: str | None) -> str | None:
    if not query:
        return None
    from otel_lambda.trigger.query import redact

    return redact(query)


def _status(response: Any) -> int | None:
    """Returns the status in a response; 0 where it names none, None where it names none that is one."""
    if type(response) in (bytes, str):
        return _status_in_json(response) if type(response) is bytes else 0
    if not isinstance(response, dict):
        return 0
    if "statusCode" not in response:
        return 0
    status = response["statusCode"]
    if isinstance(status, str) and status.isdigit() and len(status) == 3:
        status = int(status)
    if isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599:
        return int(status)
    return None


def _status_in_json(response: bytes) -> int | None:
    import json

    try:
        return _status(json.loads(response))
    except ValueError:
        return None
