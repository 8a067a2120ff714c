"""Stand-ins for what a Collector of Lambda talks to, and requests of OTLP, for the tests and the benchmark."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import queue
import re
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TIMEOUT = 60


class Lambda(ThreadingHTTPServer):
    """Lambda's Extensions API and Telemetry API for one extension."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _LambdaHandler)
        self.listener = ""
        self.waits: queue.Queue[None] = queue.Queue()
        self.events: queue.Queue[dict[str, object]] = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def invoke(self, request_id: str, seconds: float = 600) -> None:
        """Begins an invocation, once the extension waits for it."""
        self.waits.get(timeout=TIMEOUT)
        deadline = int((time.time() + seconds) * 1000)
        self.events.put({"eventType": "INVOKE", "deadlineMs": deadline, "requestId": request_id})

    def done(self, request_id: str) -> None:
        """Tells that the runtime is done with an invocation."""
        self.tell([{"type": "platform.runtimeDone", "record": {"requestId": request_id, "status": "success"}}])

    def tell(self, events: list[dict[str, object]]) -> None:
        """Sends events to the subscriber, if there is one."""
        if self.listener:
            body = json.dumps([{"time": "2026-01-01T00:00:00.000Z", **event} for event in events]).encode()
            post(self.listener, body, "application/json")

    def shutdown_environment(self, seconds: float = 2) -> None:
        self.events.put({"eventType": "SHUTDOWN", "deadlineMs": int((time.time() + seconds) * 1000)})


class Backend(ThreadingHTTPServer):
    """A backend that answers with a status, keeps what it has taken, and notes when it was asked."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _BackendHandler)
        self.status = 200
        self.headers: dict[str, str] = {}
        self.delay = 0.0
        self.refuses: bytes | None = None  # what is in a body that gets status 400
        self.requests = 0
        self.keeps = True
        self.received: list[bytes] = []
        self.last_headers: dict[str, str] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def count(self, pattern: bytes) -> int:
        """Returns how often a pattern is in what was taken."""
        return sum(len(re.findall(pattern, body)) for body in self.received)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the Collector has been killed
            super().handle()

    def log_message(self, *_: object) -> None:
        """Logs nothing."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _LambdaHandler(_Handler):
    server: Lambda

    def do_POST(self) -> None:
        self.body()
        self._succeed(b'{"functionName":"f","functionVersion":"1","handler":"h"}')

    def do_PUT(self) -> None:
        uri = json.loads(self.body())["destination"]["URI"]
        self.server.listener = uri.replace("sandbox.localdomain", "127.0.0.1")
        self._succeed(b"OK")

    def do_GET(self) -> None:
        self.server.waits.put(None)
        self._succeed(json.dumps(self.server.events.get()).encode())

    def _succeed(self, body: bytes) -> None:
        self.answer(200, body, {"Lambda-Extension-Identifier": "id"})


class _BackendHandler(_Handler):
    server: Backend

    def do_POST(self) -> None:
        body = self.body()
        self.server.requests += 1
        self.server.last_headers = dict(self.headers)
        status = self.server.status
        time.sleep(self.server.delay)
        if status == 200 and (self.server.keeps or self.server.refuses):
            plain = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            if self.server.refuses and self.server.refuses in plain:
                status = 400
            elif self.server.keeps:
                self.server.received.append(plain)
        self.answer(status, b"", {"Content-Type": "application/x-protobuf", **self.server.headers})


class Collector:
    """A layer's Collector that runs as an extension, with a Lambda and a backend of its own."""

    def __init__(self, layer: Path, uri: str = "", **variables: str) -> None:
        self.lambda_api, self.backend = Lambda(), Backend()
        self.port, self.grpc_port = free_port(), free_port()
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        with zipfile.ZipFile(layer) as packed:
            packed.extractall(root)
        program = root / "extensions" / "collector"
        program.chmod(0o755)
        environment = {
            **os.environ,
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.lambda_api.server_port}",
            "OTEL_LAMBDA_COLLECTOR_PORT": str(self.port),
            "OTEL_LAMBDA_COLLECTOR_GRPC_PORT": str(self.grpc_port),
            "OTEL_LAMBDA_COLLECTOR_ENDPOINT": f"http://127.0.0.1:{self.backend.server_port}",
            **variables,
        }
        self.output = (root / "output").open("w+")
        config = uri or f"file:{root}/collector-config/config.yaml"
        self.process = subprocess.Popen([program, "--config", config], env=environment, stdout=self.output, stderr=self.output)

    def send(self, body: bytes, signal: str = "traces") -> int:
        """Posts a request in protobuf, and returns the status."""
        return post(f"http://localhost:{self.port}/v1/{signal}", body, "application/x-protobuf")

    def lines(self) -> str:
        self.output.flush()
        return Path(self.output.name).read_text()

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for server in (self.lambda_api, self.backend):
            server.shutdown()
            server.server_close()
        self.output.close()
        self.folder.cleanup()


def post(url: str, body: bytes, kind: str) -> int:
    request = urllib.request.Request(url, body, {"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def request_of(*items: bytes) -> bytes:
    """Returns a request of spans or log records, whose shapes are the same."""
    return field(1, field(2, b"".join(field(2, item) for item in items)))


def span(name: str) -> bytes:
    return field(1, os.urandom(16)) + field(2, os.urandom(8)) + field(5, name.encode())


def log_record(body: str) -> bytes:
    return field(5, field(1, body.encode()))


def field(number: int, content: bytes) -> bytes:
    """Returns a field of protobuf with a length."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
