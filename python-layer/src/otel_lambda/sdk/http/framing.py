"""Answers as HTTP/1.1 frames them (RFC 9112): by a length, in chunks, or up to the connection's end.

Of one whose framing is broken the status still counts, since the peer has decided by then.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_BODY = 4 * 1024 * 1024
_MAX_LINE = 16 * 1024
_MAX_HEADERS = 200
_MAX_INTERIM = 16


class ConnectionLost(OSError):
    """The peer closed a connection before it answered anything."""


class FramingError(OSError):
    """The peer does not keep to HTTP/1.1."""


class Response:
    """An answer: status, reason, headers by names in lower case, body; may the connection be kept."""

    __slots__ = ("body", "headers", "keeps_connection", "reason", "status")

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        self.headers: dict[str, str] = {}
        self.body = b""
        self.keeps_connection = False


class ResponseReader:
    """Reads one answer from what `receive` returns, which is empty at the connection's end."""

    def __init__(self, receive: Callable[[], bytes]) -> None:
        self._receive = receive
        self._buffer = b""

    def read(self, has_body: bool = True) -> Response:
        """Reads the answer behind interim ones; raises OSError if it has no status or is cut off."""
        for _ in range(_MAX_INTERIM + 1):
            line = self._read_line()
            version, _, rest = line.partition(" ")
            code, _, reason = rest.partition(" ")
            if not version.startswith("HTTP/1.") or not (
                len(code) == 3 and code.isascii() and code.isdigit()
            ):
                raise FramingError("the answer is not HTTP/1.1")
            response = Response(int(code), reason.strip())
            if response.status < 200 and response.status != 101:
                self._read_headers({})
                continue
            try:
                self._read_headers(response.headers)
                is_framed = not has_body or self._read_body(response)
                response.keeps_connection = (
                    is_framed
                    and version == "HTTP/1.1"
                    and "close" not in response.headers.get("connection", "").lower()
                    # what follows is no answer to a request that is still to come
                    and not self._buffer
                )
            except FramingError:
                response.body = b""
            return response
        raise FramingError("the backend sends interim answers without end")

    def _read_headers(self, headers: dict[str, str]) -> None:
        for _ in range(_MAX_HEADERS):
            line = self._read_line()
            if not line:
                return
            name, _, value = line.partition(":")
            name, value = name.strip().lower(), value.strip()
            before = headers.get(name, value)
            headers[name] = value if before == value else f"{before}, {value}"
        raise FramingError("too many headers")

    def _read_body(self, response: Response) -> bool:
        """Returns if the body's end is known without the connection's."""
        headers = response.headers
        if response.status in (204, 304):
            return True
        coding = headers.get("transfer-encoding", "").lower()
        length = headers.get("content-length")
        if coding:
            if coding != "chunked":
                raise FramingError(f"Transfer-Encoding: {coding}")
            response.body = self._read_chunks()
            return length is None
        if length is not None:
            response.body = self._read_exactly(_number(length, 10))
            return True
        received = self._receive()
        while received:
            self._buffer += received
            _check_size(len(self._buffer))
            received = self._receive()
        response.body, self._buffer = self._buffer, b""
        return False

    def _read_chunks(self) -> bytes:
        body = b""
        while True:
            size = _number(self._read_line().partition(";")[0], 16)
            if size == 0:
                self._read_headers({})
                return body
            _check_size(len(body) + size)
            body += self._read_exactly(size)
            if self._read_line():
                raise FramingError("a chunk of another length than it says")

    def _read_line(self) -> str:
        while b"\n" not in self._buffer:
            if len(self._buffer) > _MAX_LINE:
                raise FramingError("a line of the answer is too long")
            self._read_more()
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("latin-1").rstrip("\r")

    def _read_exactly(self, size: int) -> bytes:
        _check_size(size)
        while len(self._buffer) < size:
            self._read_more()
        body, self._buffer = self._buffer[:size], self._buffer[size:]
        return body

    def _read_more(self) -> None:
        received = self._receive()
        if not received:
            raise OSError("the answer was cut off")
        self._buffer += received


def _number(text: str, base: int) -> int:
    text = text.strip()
    # int() takes signs and underscores, too
    if not text.isalnum():
        raise FramingError(f"no length: {text}")
    try:
        return int(text, base)
    except ValueError:
        raise FramingError(f"no length: {text}") from None


def _check_size(size: int) -> None:
    if size > _MAX_BODY:
        raise FramingError("the answer is too long")
