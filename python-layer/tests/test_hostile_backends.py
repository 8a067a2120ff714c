"""Whatever a backend answers: the response is right, and the span arrives once, or a line says why not."""

from __future__ import annotations

import gzip
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from environment import Environment, attributes

TAKEN, REFUSED, KEPT, HELD = "taken", "refused", "kept until it is better", "held for as long as it asks"

Answer = Callable[[Any], None]


class Mode(NamedTuple):
    fate: str
    answer: bytes | Answer
    line: str = ""


def with_body(status: str, body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def endless(begin: bytes, repeated: bytes, pause: float = 0) -> Answer:
    """Sends without end, until the other side has closed the connection."""

    def answer(out: Any) -> None:
        out.write(begin)
        while True:
            out.write(repeated)
            time.sleep(pause)

    return answer


def closing(answer: bytes) -> Answer:
    def write(out: Any) -> None:
        out.write(answer)
        raise ConnectionAbortedError

    return write


def nested(depth: int) -> bytes:
    """Messages within messages, all as field 1."""
    parts, size = [], 0
    for _ in range(depth):
        tag, left = b"\n", size
        while left > 127:
            tag, left = tag + bytes([left & 127 | 128]), left >> 7
        parts.append(tag + bytes([left]))
        size += len(parts[-1])
    return b"".join(reversed(parts))


def partial_success(reason: bytes) -> bytes:
    rejected = b"\x08\x01\x12" + bytes([len(reason)]) + reason
    return b"\n" + bytes([len(rejected)]) + rejected


NO_BODY = "Content-Length: 0\r\n\r\n"
OK = f"HTTP/1.1 200 OK\r\n{NO_BODY}".encode()
MUCH = b"x" * 1_000_000
NESTED = nested(20_000)
JSON = "Content-Type: application/json\r\n"

MODES = {
    "ok": Mode(TAKEN, OK),
    "redirected": Mode(REFUSED, f"HTTP/1.1 307 Moved\r\nLocation: /x\r\n{NO_BODY}".encode(), "307 Moved"),
    "moved": Mode(REFUSED, f"HTTP/1.1 301 Moved\r\nLocation: /x\r\n{NO_BODY}".encode(), "301 Moved"),
    "chunked": Mode(
        TAKEN, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n"
    ),
    "chunked gzip": Mode(
        TAKEN, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    ),
    "HTTP/1.0": Mode(TAKEN, closing(b"HTTP/1.0 200 OK\r\n\r\n")),
    "continued": Mode(TAKEN, b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK),
    "continued for ever": Mode(KEPT, endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "without end"),
    "huge": Mode(TAKEN, endless(b"HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n", MUCH)),
    "huge chunks": Mode(
        TAKEN,
        endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"F4240\r\n" + MUCH + b"\r\n"),
    ),
    "huge without length": Mode(TAKEN, endless(b"HTTP/1.1 200 OK\r\n\r\n", MUCH)),
    "gzip": Mode(
        REFUSED,
        with_body("400 Zipped", gzip.compress(b'{"message":"no"}'), f"{JSON}Content-Encoding: gzip\r\n"),
        "400 Zipped (the",
    ),
    "JSON": Mode(
        REFUSED, with_body("401 No", b'{"message":"api key is missing"}', JSON), '{"message":"api key is'
    ),
    "garbage": Mode(TAKEN, with_body("200 OK", b"\x0a\x05\x08\xff\xff" + b"\xff" * 40)),
    "control characters": Mode(
        TAKEN,
        with_body("200 OK", partial_success(b"evil\n[otel] forged\r\n\x1b[31mred\x1b[2J\0")),
        "rejects them: evil [otel] forged   [31mred [2J ",
    ),
    "nested": Mode(TAKEN, with_body("200 OK", NESTED)),
    "nested refusal": Mode(REFUSED, with_body("400 Nested", NESTED), "400 Nested"),
    "nested 503": Mode(KEPT, with_body("503 Nested", NESTED), "503 Nested"),
    "no reason": Mode(TAKEN, f"HTTP/1.1 200\r\n{NO_BODY}".encode()),
    "negative length": Mode(TAKEN, b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
    "length with an underscore": Mode(TAKEN, b"HTTP/1.1 200 OK\r\nContent-Length: 1_0\r\n\r\n"),
    "SSH": Mode(KEPT, b"SSH-2.0-OpenSSH_9\r\n", "the answer is not HTTP/1.1"),
    "ages": Mode(
        HELD,
        f"HTTP/1.1 503 Bad\r\nRetry-After: 99999999999999999999\r\n{NO_BODY}".encode(),
        "503 Bad",
    ),
    "a date": Mode(
        HELD,
        f"HTTP/1.1 429 Bad\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n{NO_BODY}".encode(),
        "429 Bad",
    ),
    **{
        status: Mode(REFUSED, f"HTTP/1.1 {status} Bad\r\n{NO_BODY}".encode(), f"{status} Bad")
        for status in ("408", "413", "500")
    },
    "trickle": Mode(KEPT, endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a", 0.02), "is not reached"),
    "line feeds": Mode(TAKEN, b"HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
    "two lengths": Mode(TAKEN, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"),
    "204": Mode(TAKEN, b"HTTP/1.1 204 No Content\r\n\r\n"),
    "202": Mode(TAKEN, f"HTTP/1.1 202 Accepted\r\n{NO_BODY}".encode()),
    "an answer too many": Mode(TAKEN, OK + f"HTTP/1.1 400 Bad\r\n{NO_BODY}".encode()),
    "closes after": Mode(TAKEN, closing(OK)),
    "closes as said": Mode(TAKEN, closing(with_body("200 OK", b"", "Connection: close\r\n"))),
    "many headers": Mode(TAKEN, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + NO_BODY.encode()),
    "endless status line": Mode(KEPT, endless(b"HTTP/1.1 200 ", MUCH), "a line of the answer is too long"),
    "cut": Mode(KEPT, closing(b""), "closed without an answer"),
    "cut within": Mode(
        KEPT, closing(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"), "the answer was cut off"
    ),
}


class Backend(socketserver.ThreadingTCPServer):
    """Answers as its mode says, and keeps the ids of the invocations that each request reports."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, family: socket.AddressFamily = socket.AF_INET) -> None:
        self.address_family = family
        self.mode = "ok"
        self.changed = threading.Condition()
        self.taken: list[tuple[str, str]] = []
        super().__init__(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), _Connection)
        host, port = self.server_address[:2]
        self.url = f"http://[{host}]:{port}" if ":" in str(host) else f"http://{host}:{port}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def take(self, body: bytes) -> Mode:
        request = ExportTraceServiceRequest.FromString(body)
        ids = [
            attributes(span)["faas.invocation_id"]
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]
        with self.changed:
            self.taken += [(each, self.mode) for each in ids]
            self.changed.notify_all()
        return MODES[self.mode]

    def handle_error(self, *_: Any) -> None:
        """Says nothing: that connections break is what is tested."""


class _Connection(socketserver.StreamRequestHandler):
    server: Backend

    def handle(self) -> None:
        while head := self._head():
            mode = self.server.take(self.rfile.read(int(head["content-length"])))
            if isinstance(mode.answer, bytes):
                self.wfile.write(mode.answer)
            else:
                mode.answer(self.wfile)

    def _head(self) -> dict[str, str]:
        head = {}
        while line := self.rfile.readline().strip():
            name, _, value = line.decode().partition(":")
            head[name.lower()] = value
        return head


class Function:
    """A function and its backend."""

    def __init__(self, task: Path, python: str, backend: Backend) -> None:
        self.backend = backend
        (task / "app.py").write_text("def handler(event, context): return 'ok'")
        variables = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": backend.url,
            "OTEL_EXPORTER_OTLP_TIMEOUT": "600",
            "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT": "500",
        }
        self.environment = Environment(task, environment=variables, python=python)

    def invoke(self) -> str:
        """Invokes it, and returns the invocation's id."""
        invocation = self.environment.invoke()
        assert invocation.body == b'"ok"'
        assert time.time() < invocation.deadline
        return invocation.id

    def taken(self, invocation: str) -> list[str]:
        """Returns the modes in which the backend was sent the invocation's span."""
        return [mode for each, mode in self.backend.taken if each == invocation]

    def close(self) -> None:
        self.environment.__exit__()
        self.backend.shutdown()
        self.backend.server_close()


@pytest.fixture(scope="module")
def shared(python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    function = Function(tmp_path_factory.mktemp("task"), python, Backend())
    yield function
    function.close()


@pytest.fixture
def own(python: str, tmp_path: Path) -> Iterator[Function]:
    function = Function(tmp_path, python, Backend())
    yield function
    function.close()


def of_fate(*fates: str) -> list[str]:
    return [name for name, mode in MODES.items() if mode.fate in fates]


@pytest.mark.parametrize("mode", of_fate(TAKEN, REFUSED))
def test_answer_decides_about_its_request_alone(shared: Function, mode: str) -> None:
    before = len(shared.environment.otel_lines)
    shared.backend.mode = mode
    first = shared.invoke()
    shared.backend.mode = "ok"
    second = shared.invoke()
    assert shared.taken(first) == [mode]
    assert shared.taken(second) == ["ok"]
    line = MODES[mode].line
    new = shared.environment.await_otel_lines(before + 1 if line else 0)[before:]
    assert len(new) == (1 if line else 0), new
    assert all(line in each for each in new)


@pytest.mark.parametrize("mode", of_fate(KEPT))
def test_span_is_kept_until_the_backend_is_better(own: Function, mode: str) -> None:
    own.backend.mode = mode
    ids = [own.invoke(), own.invoke()]
    (line,) = own.environment.await_otel_lines()
    assert MODES[mode].line in line
    own.backend.mode = "ok"
    for _ in range(200):
        ids.append(own.invoke())
        with own.backend.changed:
            if own.backend.changed.wait_for(lambda: "ok" in own.taken(ids[0]), 0.05):
                break
    with own.backend.changed:
        assert own.backend.changed.wait_for(lambda: all("ok" in own.taken(each) for each in ids), 5)
    assert [own.taken(each).count("ok") for each in ids] == [1] * len(ids)


@pytest.mark.parametrize("mode", of_fate(HELD))
def test_backend_that_asks_for_ages_is_not_asked_again(own: Function, mode: str) -> None:
    own.backend.mode = mode
    ids = [own.invoke() for _ in range(5)]
    (line,) = own.environment.await_otel_lines()
    assert MODES[mode].line in line
    assert [own.taken(each) for each in ids] == [[mode], [], [], [], []]


def test_address_of_ipv6(python: str, tmp_path: Path) -> None:
    try:
        backend = Backend(socket.AF_INET6)
    except OSError:
        pytest.skip("there is no IPv6 here")
    function = Function(tmp_path, python, backend)
    assert function.taken(function.invoke()) == ["ok"]
    function.close()
