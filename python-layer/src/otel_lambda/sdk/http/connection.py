"""One HTTP/1.1 connection, kept open from one invocation to the next."""

from __future__ import annotations

import _socket
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.http.url import Url

MAX_RESPONSE = 4 * 1024 * 1024
_MAX_HEAD = 64 * 1024
_FOREVER = 1e6


class ConnectionLost(OSError):
    """The peer closed a kept connection before it answered anything."""


class Response:
    """An answer: status, reason, headers by names in lower case, body."""

    __slots__ = ("body", "headers", "reason", "status")

    def __init__(self, status: int, reason: str, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body


class Connection:
    """A socket to a backend, directly or by a proxy, with TLS for https."""

    def __init__(self, url: Url, proxy: Url | None, tls: Any) -> None:
        self._url = url
        self._proxy = proxy
        self._tls = tls
        self._socket: Any = None
        self._buffer = b""
        self._used = False

    @property
    def is_open(self) -> bool:
        """Tells if there is a socket."""
        return self._socket is not None

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
        response = self._read_response(deadline, has_body=False)
        if response.status != 200:
            raise OSError(f"the proxy answered {response.status} {response.reason}")
        self._buffer = b""

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
            self._send(head.encode("latin-1", "replace") + body, deadline)
            response = self._read_response(deadline, has_body=True)
        except ConnectionLost as error:
            self.close()
            if again:
                raise
            raise OSError(str(error)) from None
        except BaseException:
            self.close()
            raise
        if response.headers.get("connection", "").lower() == "close":
            self.close()
        return response

    def _send(self, data: bytes, deadline: float) -> None:
        self._set_timeout(deadline)
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            # what the peer has answered before it closed may still be read
            if not self._peek(deadline):
                raise ConnectionLost("the connection was closed") from error

    def _peek(self, deadline: float) -> bool:
        try:
            self._buffer += self._receive(deadline)
        except OSError:
            return False
        return bool(self._buffer)

    def _read_response(self, deadline: float, has_body: bool) -> Response:
        while True:
            head = self._read_head(deadline)
            lines = head.decode("latin-1").split("\r\n")
            version, _, rest = lines[0].partition(" ")
            code, _, reason = rest.partition(" ")
            if not version.startswith("HTTP/1.") or not code.isdigit():
                raise OSError("the answer is not HTTP/1.1")
            status = int(code)
            if status >= 200 or status == 101:
                break
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        if version == "HTTP/1.0" and "connection" not in headers:
            headers["connection"] = "close"
        body = b""
        if has_body and status not in (204, 304):
            body = self._read_body(headers, deadline)
        return Response(status, reason.strip(), headers, body)

    def _read_head(self, deadline: float) -> bytes:
        while True:
            end = self._buffer.find(b"\r\n\r\n")
            if end >= 0:
                head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
                return head
            if len(self._buffer) > _MAX_HEAD:
                raise OSError("the answer's head is too long")
            self._read_more(deadline)

    def _read_body(self, headers: dict[str, str], deadline: float) -> bytes:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._read_chunks(deadline)
        length = headers.get("content-length", "")
        if length.isdigit():
            return self._read_exactly(int(length), deadline)
        headers["connection"] = "close"
        while len(self._buffer) <= MAX_RESPONSE:
            received = self._receive(deadline)
            if not received:
                break
            self._buffer += received
        return self._buffer

    def _read_chunks(self, deadline: float) -> bytes:
        body = b""
        while True:
            size_text = self._read_line(deadline).partition(b";")[0].strip()
            try:
                size = int(size_text, 16)
            except ValueError:
                raise OSError("the answer's chunks are malformed") from None
            if size == 0:
                while self._read_line(deadline):
                    pass
                return body
            body += self._read_exactly(size, deadline)
            if len(body) > MAX_RESPONSE:
                raise OSError("the answer is too long")
            self._read_line(deadline)

    def _read_line(self, deadline: float) -> bytes:
        while b"\r\n" not in self._buffer:
            if len(self._buffer) > _MAX_HEAD:
                raise OSError("a line of the answer is too long")
            self._read_more(deadline)
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line

    def _read_exactly(self, size: int, deadline: float) -> bytes:
        if size > MAX_RESPONSE:
            raise OSError("the answer is too long")
        while len(self._buffer) < size:
            self._read_more(deadline)
        body, self._buffer = self._buffer[:size], self._buffer[size:]
        return body

    def _read_more(self, deadline: float) -> None:
        received = self._receive(deadline)
        if not received:
            if self._buffer:
                raise OSError("the answer was cut off")
            raise ConnectionLost("the connection was closed without an answer")
        self._buffer += received

    def _receive(self, deadline: float) -> bytes:
        self._set_timeout(deadline)
        try:
            received: bytes = self._socket.recv(65536)
        except ConnectionResetError as error:
            if self._buffer:
                raise
            raise ConnectionLost("the connection was reset") from error
        return received

    def _set_timeout(self, deadline: float) -> None:
        left = deadline - monotonic()
        if left <= 0:
            raise TimeoutError("no answer in time")
        self._socket.settimeout(left if left < _FOREVER else None)

    def close(self) -> None:
        """Closes the socket, also while another thread waits for it."""
        socket, self._socket = self._socket, None
        self._buffer = b""
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
