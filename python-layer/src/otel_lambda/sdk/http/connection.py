"""One HTTP/1.1 connection, kept open from one invocation to the next."""

from __future__ import annotations

import _socket
from time import monotonic

from otel_lambda.sdk.http.framing import ConnectionLost, ResponseReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.http.framing import Response
    from otel_lambda.sdk.http.url import Url

_FOREVER = 1e6


class Connection:
    """A socket to a backend, directly or by a proxy, with TLS for https."""

    def __init__(self, url: Url, proxy: Url | None, tls: Any) -> None:
        self._url = url
        self._proxy = proxy
        self._tls = tls
        self._socket: Any = None
        self._used = False

    @property
    def is_open(self) -> bool:
        """Tells if there is a socket."""
        return self._socket is not None

    def is_usable(self) -> bool:
        """Tells if there is a socket that the peer left open, and sent nothing that nobody asked for."""
        if self._socket is None:
            return False
        waits = BlockingIOError if self._tls is None else self._tls.waits
        try:
            self._socket.settimeout(0)
            self._socket.recv(1)
        except waits:
            return True
        except OSError:
            pass
        self.close()
        return False

    def open(self, deadline: float) -> None:
        """Connects, until a time of `monotonic`; raises OSError."""
        target = self._proxy or self._url
        self._socket = _connect(target.host, target.port, deadline)
        if self._url.scheme == "https":
            if self._proxy is not None:
                self._tunnel(self._proxy, deadline)
            self._set_timeout(deadline)
            self._socket = self._tls.wrap(self._socket, self._url.host)

    def _tunnel(self, proxy: Url, deadline: float) -> None:
        from otel_lambda.sdk.http.proxy import authorization

        target = f"{self._url.host}:{self._url.port}"
        self._send(
            f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization(proxy)}\r\n".encode(),
            deadline,
        )
        response = self._reader(deadline).read(has_body=False)
        if response.status != 200:
            raise OSError(f"the proxy answered {response.status} {response.reason}")

    def post(self, headers: str, body: bytes, deadline: float) -> Response:
        """Sends a request to the URL's path; see `exchange`."""
        return self.exchange("POST", self._url.path, headers, body, deadline)

    def exchange(self, method: str, path: str, headers: str, body: bytes, deadline: float) -> Response:
        """Sends a request and reads the answer; `headers` are complete lines. Raises OSError.

        The deadline is a time of `monotonic`; an infinite one waits for ever.
        """
        url, plain_proxy = self._url, None if self._url.scheme == "https" else self._proxy
        more = ""
        if plain_proxy is not None:
            from otel_lambda.sdk.http.proxy import authorization

            path, more = f"http://{url.authority}{path}", authorization(plain_proxy)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {url.authority}\r\n{more}{headers}"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        again = self._used
        self._used = True
        try:
            self._send(head.encode("utf-8", "replace") + body, deadline)
            response = self._reader(deadline).read()
        except ConnectionLost as error:
            self.close()
            if again:
                raise
            raise OSError(str(error)) from None
        except BaseException:
            self.close()
            raise
        if not response.keeps_connection:
            self.close()
        return response

    def _send(self, data: bytes, deadline: float) -> None:
        self._set_timeout(deadline)
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            # what the peer has answered before it closed may still be read
            pass

    def _reader(self, deadline: float) -> ResponseReader:
        began = False

        def receive() -> bytes:
            nonlocal began
            self._set_timeout(deadline)
            try:
                received: bytes = self._socket.recv(65536)
            except ConnectionResetError as error:
                if began:
                    raise
                raise ConnectionLost("the connection was reset") from error
            if not received and not began:
                raise ConnectionLost("the connection was closed without an answer")
            began = True
            return received

        return ResponseReader(receive)

    def _set_timeout(self, deadline: float) -> None:
        left = deadline - monotonic()
        if left <= 0:
            raise TimeoutError("no answer in time")
        self._socket.settimeout(left if left < _FOREVER else None)

    def close(self) -> None:
        """Closes the socket, also while another thread waits for it."""
        socket, self._socket = self._socket, None
        if socket is not None:
            try:
                socket.shutdown(2)
            except OSError:
                pass
            try:
                socket.close()
            except OSError:
                pass


def _connect(host: str, port: int, deadline: float) -> Any:
    """Connects to the first address of the host that answers."""
    error: OSError | None = None
    for family, kind, protocol, _, address in _addresses(host, port):
        left = deadline - monotonic()
        if left <= 0:
            break
        socket = _socket.socket(family, kind, protocol)
        try:
            socket.settimeout(left)
            socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
            socket.connect(address)
            return socket
        except OSError as failure:
            socket.close()
            error = failure
    raise error or TimeoutError("no connection in time")


def _addresses(host: str, port: int) -> list[Any]:
    if host.replace(".", "").isdigit():
        return [(_socket.AF_INET, _socket.SOCK_STREAM, 0, "", (host, port))]
    # bytes, since a text would make the codec "idna" be loaded
    return _socket.getaddrinfo(host.encode("ascii"), port, 0, _socket.SOCK_STREAM)
