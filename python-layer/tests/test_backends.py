"""What becomes of telemetry, and of the caller's time, by what the backend does."""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from conftest import VERSIONS, install
from environment import Environment, attributes
from test_packages_of_functions import MONKEYS

Start = Callable[..., Environment]

OK = "def handler(event, context): return 'ok'"


class Tunnel:
    """Accepts connections, and passes what comes on to an address; with TLS, or as a CONNECT proxy."""

    def __init__(
        self, context: ssl.SSLContext | None = None, proxy: bool = False, address: str = "127.0.0.1"
    ) -> None:
        self._context = context
        self._proxy = proxy
        self.target = ""
        self.heads: list[bytes] = []
        self.connections = 0
        self._socket = socket.create_server((address, 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                accepted, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._pass_on, args=(accepted,), daemon=True).start()

    def _pass_on(self, client: Any) -> None:
        try:
            if self._context is not None:
                client = self._context.wrap_socket(client, server_side=True)
            if self._proxy:
                head = client.recv(4096)
                self.heads.append(head)
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            host, _, port = self.target.partition(":")
            server = socket.create_connection((host, int(port)))
            threading.Thread(target=self._copy, args=(server, client), daemon=True).start()
            self._copy(client, server)
        except OSError:
            client.close()

    @staticmethod
    def _copy(source: Any, sink: Any) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, str]:
    authority = trustme.CA()
    client = authority.issue_cert("client@example.com")
    server = authority.issue_cert("localhost", "127.0.0.1", "backend.test")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    client.private_key_pem.write_to_path(str(tmp_path / "client.key"))
    client.cert_chain_pems[0].write_to_path(str(tmp_path / "client.pem"))
    server.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    return {name: str(tmp_path / name) for name in ("ca.pem", "client.key", "client.pem", "server.pem")}


@pytest.fixture
def tunnels() -> Iterator[Callable[..., Tunnel]]:
    made: list[Tunnel] = []

    def make(*arguments: Any, **named: Any) -> Tunnel:
        made.append(Tunnel(*arguments, **named))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_tls_with_a_client_s_certificate(
    function: Start, certificates: dict[str, str], tunnels: Callable[..., Tunnel]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server.pem"])
    context.load_verify_locations(certificates["ca.pem"])
    context.verify_mode = ssl.CERT_REQUIRED
    tunnel = tunnels(context)
    environment = function(
        OK,
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"https://localhost:{tunnel.port}",
            "OTEL_EXPORTER_OTLP_CERTIFICATE": certificates["ca.pem"],
            "OTEL_EXPORTER_OTLP_CLIENT_KEY": certificates["client.key"],
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": certificates["client.pem"],
        },
    )
    tunnel.target = environment.address
    environment.invoke()
    environment.invoke()
    assert environment.log == b""
    assert len(environment.backend.spans) == 2
    assert tunnel.connections == 1


def test_unknown_certificate_is_said_and_telemetry_is_kept(
    function: Start, certificates: dict[str, str], tunnels: Callable[..., Tunnel]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server.pem"])
    tunnel = tunnels(context)
    environment = function(OK, {"OTEL_EXPORTER_OTLP_ENDPOINT": f"https://localhost:{tunnel.port}"})
    assert environment.invoke().body == b'"ok"'
    (line,) = environment.await_otel_lines()
    assert "the backend at localhost is not reached" in line
    assert "certificate" in line.lower()


@pytest.mark.parametrize("package", MONKEYS)
def test_tls_beside_green_sockets(
    function: Start, python: str, certificates: dict[str, str], tunnels: Callable[..., Tunnel], package: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server.pem"])
    tunnel = tunnels(context)
    variables = {
        "PYTHONPATH": install(python, f"{package}=={VERSIONS[package][-1]}"),
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"https://localhost:{tunnel.port}",
        "OTEL_EXPORTER_OTLP_CERTIFICATE": certificates["ca.pem"],
    }
    environment = function(f"import socket, ssl\n{MONKEYS[package]}\n{OK}", variables)
    tunnel.target = environment.address
    for _ in range(2):
        assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 2
    assert environment.otel_lines == []


def test_another_host_s_certificate_is_refused(
    function: Start, certificates: dict[str, str], tunnels: Callable[..., Tunnel]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server.pem"])
    tunnel = tunnels(context, address="127.0.0.2")
    variables = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"https://127.0.0.2:{tunnel.port}",
        "OTEL_EXPORTER_OTLP_CERTIFICATE": certificates["ca.pem"],
    }
    environment = function(OK, variables)
    assert environment.invoke().body == b'"ok"'
    (line,) = environment.await_otel_lines()
    assert "SSLCertVerificationError" in line
    assert environment.backend.spans == []


def test_missing_certificate_is_named(function: Start) -> None:
    environment = function(
        OK,
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "https://localhost:1", "OTEL_EXPORTER_OTLP_CERTIFICATE": "/no/file"},
    )
    assert environment.invoke().body == b'"ok"'
    (line,) = environment.await_otel_lines()
    assert "OTEL_EXPORTER_OTLP_CERTIFICATE=/no/file" in line


@pytest.mark.parametrize("policy", ["before-response", "after-response"])
def test_flush_without_time_lets_telemetry_go(function: Start, policy: str) -> None:
    variables = {"OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT": "0", "OTEL_LAMBDA_FLUSH": policy}
    environment = function(OK, variables)
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.await_spans(1)) == 1
    assert environment.log == b""


def test_proxy_that_is_none_is_named(function: Start) -> None:
    variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://backend.test", "http_proxy": "http://b\u00fccher:1"}
    environment = function(OK, variables)
    assert environment.invoke().body == b'"ok"'
    (line,) = environment.await_otel_lines()
    assert "http_proxy is no proxy's address" in line


def test_https_goes_through_the_proxy(
    function: Start, certificates: dict[str, str], tunnels: Callable[..., Tunnel]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates["server.pem"])
    server, proxy = tunnels(context), tunnels(proxy=True)
    proxy.target = f"127.0.0.1:{server.port}"
    environment = function(
        OK,
        {
            # no name of this machine's own, as that is reached directly
            "OTEL_EXPORTER_OTLP_ENDPOINT": "https://backend.test",
            "OTEL_EXPORTER_OTLP_CERTIFICATE": certificates["ca.pem"],
            "https_proxy": f"http://user:p%40ss@127.0.0.1:{proxy.port}",
        },
    )
    server.target = environment.address
    environment.invoke()
    assert proxy.heads == [
        b"CONNECT backend.test:443 HTTP/1.1\r\nHost: backend.test:443\r\n"
        b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n"
    ]
    assert len(environment.backend.spans) == 1
    assert environment.log == b""


@pytest.mark.parametrize("no_proxy", ["backend.test", ".test", "*"])
def test_no_proxy_is_obeyed(function: Start, tunnels: Callable[..., Tunnel], no_proxy: str) -> None:
    proxy = tunnels(proxy=True)
    environment = function(
        OK,
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://backend.test:4318",
            "HTTP_PROXY": f"http://127.0.0.1:{proxy.port}",
            "NO_PROXY": no_proxy,
        },
    )
    assert environment.invoke().body == b'"ok"'
    assert proxy.heads == []


def test_silent_backend_costs_the_flush_s_limit_once(function: Start) -> None:
    environment = function(OK, {"OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT": "300"})
    answer = threading.Event()
    environment.backend.answer = lambda path, body: (answer.wait(20), (200, {}, b""))[1]
    times = []
    for _ in range(4):
        begun = time.monotonic()
        assert environment.invoke().body == b'"ok"'
        times.append(time.monotonic() - begun)
    assert times[0] >= 0.3
    assert sum(times[1:]) < times[0] + 0.3
    answer.set()
    environment.invoke()
    assert len(environment.backend.await_spans(5)) == 5


def test_backend_that_asks_for_time_is_left_alone(function: Start) -> None:
    environment = function(OK)
    asked: list[int] = []
    environment.backend.answer = lambda path, body: (asked.append(1), (429, {"Retry-After": "60"}, b""))[1]
    for _ in range(5):
        assert environment.invoke().body == b'"ok"'
    assert len(asked) == 1
    (line,) = environment.await_otel_lines()
    assert (
        line
        == "[otel] the backend at 127.0.0.1 takes nothing for now: the backend answered 429 Too Many Requests"
    )


def test_refusal_drops_what_was_sent(function: Start) -> None:
    environment = function(OK)
    environment.backend.answer = lambda path, body: (400, {}, b"\x12\x03why")
    environment.invoke()
    assert environment.await_otel_lines() == [
        "[otel] 1 spans are dropped: the backend answered 400 Bad Request: why (the backend at 127.0.0.1)"
    ]
    environment.backend.answer = None
    environment.invoke()
    assert [attributes(span)["faas.coldstart"] for span in environment.backend.spans] == [False]


def test_partial_success_is_said(function: Start) -> None:
    response = ExportTraceServiceResponse()
    response.partial_success.rejected_spans = 3
    response.partial_success.error_message = "too many"
    environment = function(OK)
    environment.backend.answer = lambda path, body: (200, {}, response.SerializeToString())
    environment.invoke()
    assert environment.await_otel_lines() == [
        "[otel] 3 spans are dropped: the backend at 127.0.0.1 rejects them: too many"
    ]


def test_queue_is_bounded_and_the_newest_are_kept(function: Start) -> None:
    environment = function(OK, {"OTEL_LAMBDA_QUEUE_SIZE": "3000"})
    environment.backend.answer = lambda path, body: (503, {"Retry-After": "1"}, b"")
    ids = [environment.invoke().id for _ in range(20)]
    environment.backend.answer = None
    for _ in range(100):
        ids.append(environment.invoke().id)
        if environment.backend.await_spans(2, 0.05):
            break
    sent = [attributes(span)["faas.invocation_id"] for span in environment.backend.spans]
    assert 1 < len(sent) < len(ids)
    assert sorted(sent, key=ids.index) == ids[-len(sent) :]
    assert any("the queue of 3000 bytes is full" in line for line in environment.await_otel_lines())


def test_headers_and_compression_are_as_set(function: Start) -> None:
    environment = function(
        OK,
        {
            "OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%20b,x=y=z,ü=1,a b=2,Host=evil,line=a%0D%0Ab: c,tenant=%C3%BC",
            "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
        },
    )
    environment.invoke()
    ((path, headers, _),) = environment.backend.requests
    assert path == "/v1/traces"
    assert (headers["api-key"], headers["x"]) == ("a b", "y=z")
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"] == "application/x-protobuf"
    assert headers["tenant"].encode("latin-1").decode() == "ü"
    assert headers["host"] == environment.address
    assert "authorization" not in headers
    assert len(environment.backend.spans) == 1
    assert environment.await_otel_lines(4) == [
        f"[otel] OTEL_EXPORTER_OTLP_HEADERS={name}=…: {fault}; it is not sent"
        for name, fault in (
            ("ü", "no name of a header"),
            ("a b", "no name of a header"),
            ("Host", "it is set by the exporter"),
            ("line", "its value has a control character"),
        )
    ]


@pytest.mark.parametrize(
    ("header", "authorization"), [("", "Basic dXNlcjpwQHNz"), ("authorization=Bearer t", "Bearer t")]
)
def test_user_of_the_endpoint_is_authorized_unless_a_header_does(
    function: Start, header: str, authorization: str
) -> None:
    backend = function(OK)
    address = f"http://user:p%40ss@{backend.address}"
    variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_EXPORTER_OTLP_HEADERS": header}
    function(OK, variables).invoke()
    ((_, headers, _),) = backend.backend.requests
    assert (headers["authorization"], headers["host"]) == (authorization, backend.address)


def test_connection_is_kept_and_renewed(function: Start) -> None:
    environment = function("import os\ndef handler(event, context): return len(os.listdir('/proc/self/fd'))")
    files = [environment.invoke().body for _ in range(6)]
    environment.backend.answer = lambda path, body: (200, {"Connection": "close"}, b"")
    for _ in range(4):
        environment.invoke()
    assert len(environment.backend.spans) == 10
    assert len(set(files[1:])) == 1
    assert environment.log == b""


# Python itself, bare, takes 0.4 MB more within the first 2,000
LENGTHS = {"by day": (100, 400), "at night": (2500, 5000)}


@pytest.mark.parametrize(
    ("before", "count"), [LENGTHS["at night" if os.environ.get("PYTHON_TESTS_ALL") else "by day"]]
)
def test_many_invocations_leave_nothing_behind(function: Start, before: int, count: int) -> None:
    environment = function(
        "import os, threading\n"
        "def handler(event, context):\n"
        "    with open('/proc/self/statm') as f: pages = int(f.read().split()[1])\n"
        "    return [pages, len(os.listdir('/proc/self/fd')), len(os.listdir('/proc/self/task'))]\n"
    )
    for _ in range(before):
        first = json.loads(environment.invoke().body)
    for _ in range(count):
        last = json.loads(environment.invoke().body)
    assert last[1:] == first[1:]
    assert last[0] - first[0] < 64
