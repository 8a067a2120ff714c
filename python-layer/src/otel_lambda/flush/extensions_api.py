"""Lambda's Extensions API (2020-01-01), as far as an internal extension needs it."""

from __future__ import annotations

from json import loads
from time import monotonic

from otel_lambda.sdk.http.connection import Connection
from otel_lambda.sdk.http.url import Url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.sdk.http.framing import Response

_NAME = "otel-python"
_PATH = "/2020-01-01/extension"
_FOREVER = float("inf")


class ExtensionsApi:
    """A connection to the API, which is Lambda's own and local."""

    def __init__(self, address: str) -> None:
        """Takes `host:port`."""
        self._url = Url(f"http://{address}")
        self._connection: Connection | None = None
        self._identifier = ""

    def register(self) -> None:
        """Registers for INVOKE; raises OSError."""
        response = self._exchange(
            "POST",
            "/register",
            f"Lambda-Extension-Name: {_NAME}\r\nContent-Type: application/json\r\n",
            b'{"events":["INVOKE"]}',
        )
        self._identifier = response.headers.get("lambda-extension-identifier", "")
        if not self._identifier:
            raise OSError("the registration has no identifier")

    def next_invocation(self) -> tuple[str, float]:
        """Waits for the next invocation; returns its request id and its deadline since the epoch."""
        header = f"Lambda-Extension-Identifier: {self._identifier}\r\n"
        return parse_event(self._exchange("GET", "/event/next", header, b"").body)

    def _exchange(self, method: str, path: str, headers: str, body: bytes) -> Response:
        connection = self._connection
        if connection is None or not connection.is_open:
            connection = self._connection = Connection(self._url, None, None)
            connection.open(monotonic() + 10)
        response = connection.exchange(method, _PATH + path, headers, body, _FOREVER)
        if response.status != 200:
            connection.close()
            raise OSError(f"{path} was answered with {response.status}")
        return response


def parse_event(body: bytes) -> tuple[str, float]:
    """Reads `{"eventType":"INVOKE","deadlineMs":1,"requestId":"…",…}`; raises OSError for others."""
    try:
        event = loads(body)
        return str(event["requestId"]), float(event["deadlineMs"]) / 1000
    except (ValueError, KeyError, TypeError):
        raise OSError(f"not an INVOKE event: {body!r}") from None
