"""Measures Collectors beside each other, and prints a table: bench.py [--runs N] [--data FOLDER] NAME=FILE...

A FILE is a layer's zip or a program. What is named rotel is started as Rotel's agent is, all else as an extension of AWS Lambda, whose APIs are
stood in for; each receives OTLP/HTTP, and exports to a backend that is counted at.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import queue
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MB = 1 << 20
WAIT = 60
SMALL_POSTS, LARGE_POSTS, DEAD_POSTS = 1000, 200, 600
SMALL_SPANS, LARGE_SPANS = 7, 270


class Server(ThreadingHTTPServer):
    """A server that stands in for Lambda's APIs and for the backend, on one port each."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.requests = 0
        self.listener = ""
        self.next: queue.Queue[None] = queue.Queue()
        self.events: queue.Queue[dict[str, object]] = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        self._body()
        if self.path.endswith("/register"):
            self._answer(200, b'{"functionName":"f","functionVersion":"1","handler":"h"}')
        else:
            self.server.requests += 1
            self._answer(self.server.status, b"")

    def do_PUT(self) -> None:
        self.server.listener = json.loads(self._body())["destination"]["URI"].replace("sandbox.localdomain", "127.0.0.1")
        self._answer(200, b"OK")

    def do_GET(self) -> None:
        self.server.next.put(None)
        self._answer(200, json.dumps(self.server.events.get()).encode())

    def log_message(self, *_: object) -> None:
        """Logs nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Lambda-Extension-Identifier", "id")
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass
class Measured:
    """The figures of one Collector, a list with one for each run."""

    name: str
    program: Path
    binary: float
    zipped: float
    init: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def row(self) -> str:
        def median(values: list[float]) -> float:
            return statistics.median(values)

        return (
            f"| {self.name} | {self.binary:.1f} | {self.zipped:.1f} | {median(self.init):.1f} | {median(self.idle):.1f} "
            f"| {median(self.small):.3f} | {median(self.large):.2f} | {median(self.requests):.0f} | {median(self.peak):.0f} |"
        )


class Running:
    """A Collector that runs, with the APIs and the backend that it sees."""

    def __init__(self, of: Measured, folder: Path) -> None:
        self.lambda_api, self.backend = Server(), Server()
        self.extension = of.name != "rotel"
        self.port = free_port()
        grpc = free_port()
        backend = f"http://{self.backend.address}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "ROTEL_", "OPENTELEMETRY_"))}
        command = [str(of.program)]
        if self.extension:
            config = folder / f"{self.port}.yaml"
            config.write_text(
                f'receivers: {{otlp: {{protocols: {{http: {{endpoint: "localhost:{self.port}"}}, grpc: {{endpoint: "localhost:{grpc}"}}}}}}}}\n'
                f'exporters: {{otlphttp: {{endpoint: "{backend}"}}}}\n'
                "service:\n  telemetry: {metrics: {level: none}}\n"
                "  pipelines: {traces: {receivers: [otlp], exporters: [otlphttp]}}\n"
            )
            environment |= {"AWS_LAMBDA_RUNTIME_API": self.lambda_api.address, "OPENTELEMETRY_COLLECTOR_CONFIG_URI": str(config)}
        else:
            command += ["start", "--otlp-http-endpoint", f"127.0.0.1:{self.port}", "--otlp-grpc-endpoint", f"127.0.0.1:{grpc}"]
            command += ["--exporter", "otlp", "--otlp-exporter-endpoint", backend, "--otlp-exporter-protocol", "http"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await(self._listens)

    def _await(self, condition) -> None:
        end = time.monotonic() + WAIT
        while not condition():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"{self.process.args}: it has ended, or does nothing")
            time.sleep(0.001)

    def _listens(self) -> bool:
        try:
            socket.create_connection(("localhost", self.port), timeout=0.1).close()
            return True
        except OSError:
            return False

    def cpu(self) -> float:
        """Returns the CPU time in ms of all threads that there are."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except OSError:
                continue
        return total / 1e6

    def memory(self, what: str) -> float:
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(what)) / 1024

    def invoke(self, bodies: list[bytes]) -> float:
        """Posts bodies in an invocation, and returns the CPU time until all is exported."""
        before = self.cpu()
        if self.extension:
            self.lambda_api.next.get(timeout=WAIT)
            event = {"eventType": "INVOKE", "deadlineMs": int(time.time() * 1000) + 600_000, "requestId": "id"}
            self.lambda_api.events.put(event)
        connection = http.client.HTTPConnection("localhost", self.port, timeout=WAIT)
        for body in bodies:
            connection.request("POST", "/v1/traces", body, {"Content-Type": "application/x-protobuf"})
            connection.getresponse().read()
        connection.close()
        if self.lambda_api.listener:
            done = [{"time": "2026-01-01T00:00:00.000Z", "type": "platform.runtimeDone", "record": {"requestId": "id", "status": "success"}}]
            request = urllib.request.Request(self.lambda_api.listener, json.dumps(done).encode(), {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=WAIT).close()
        self.settle()
        return self.cpu() - before

    def settle(self) -> None:
        """Waits until the program uses no more CPU time to speak of."""
        quiet, last = 0, self.cpu()
        while quiet < 4:
            time.sleep(0.1)
            now = self.cpu()
            quiet = quiet + 1 if now - last < 0.3 else 0
            last = now

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for server in (self.lambda_api, self.backend):
            server.shutdown()
            server.server_close()


def measure(of: Measured, folder: Path) -> None:
    running = Running(of, folder)
    try:
        of.init.append(running.cpu())
        time.sleep(0.5)
        of.idle.append(running.memory("VmRSS"))
        running.invoke([traces(SMALL_SPANS) for _ in range(20)])
        before = running.backend.requests
        bodies = [traces(SMALL_SPANS) for _ in range(SMALL_POSTS)]
        of.small.append(running.invoke(bodies) / SMALL_POSTS)
        of.requests.append(running.backend.requests - before)
        bodies = [traces(LARGE_SPANS) for _ in range(LARGE_POSTS)]
        of.large.append(running.invoke(bodies) / LARGE_POSTS)
    finally:
        running.end()
    running = Running(of, folder)
    try:
        running.backend.status = 503
        running.invoke([traces(LARGE_SPANS) for _ in range(DEAD_POSTS)])
        of.peak.append(running.memory("VmHWM"))
    finally:
        running.end()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def traces(spans: int) -> bytes:
    """Returns a request as an SDK makes it: 7 spans are 3 KB, 270 are 114 KB."""
    resource = b"".join(_field(1, _attribute(f"resource.attribute.{i}", f"of-the-function-{i}")) for i in range(6))
    trace = random.randbytes(16)
    encoded = b"".join(_field(2, _span(trace, i)) for i in range(spans))
    scope = _field(1, _field(1, b"opentelemetry.instrumentation.botocore") + _field(2, b"0.60b1"))
    return _field(1, _field(1, resource) + _field(2, scope + encoded))


def _span(trace: bytes, number: int) -> bytes:
    now = time.time_ns().to_bytes(8, "little")
    attributes = {
        "http.request.method": "GET",
        "url.full": f"https://api.example.com/v1/orders/{random.randrange(10**9)}?page={number}",
        "server.address": "api.example.com",
        "http.response.status_code": "200",
        "thread.name": f"worker-{random.randrange(100)}",
        "aws.request_id": random.randbytes(16).hex(),
    }
    ids = _field(1, trace) + _field(2, random.randbytes(8)) + _field(4, random.randbytes(8))
    times = b"\x39" + now + b"\x41" + now
    return ids + _field(5, b"GET /v1/orders/{id}") + b"\x30\x03" + times + b"".join(_field(9, _attribute(*item)) for item in attributes.items())


def _attribute(key: str, value: str) -> bytes:
    return _field(1, key.encode()) + _field(2, _field(1, value.encode()))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def unpacked(name: str, file: Path, folder: Path) -> Measured:
    """Returns the program of a layer's zip, or the program itself, with its sizes."""
    if not zipfile.is_zipfile(file):
        return Measured(name, file, file.stat().st_size / MB, len(gzip.compress(file.read_bytes(), 9)) / MB)
    into = folder / name
    with zipfile.ZipFile(file) as packed:
        packed.extractall(into)
    programs = list((into / "extensions").iterdir()) if (into / "extensions").is_dir() else list(into.rglob("rotel-agent"))
    for program in programs:
        program.chmod(0o755)
    return Measured(name, programs[0], programs[0].stat().st_size / MB, file.stat().st_size / MB)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("file", nargs="+", metavar="NAME=FILE")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        all_measured = [unpacked(name, Path(file), folder) for name, _, file in (item.partition("=") for item in arguments.file)]
        for _ in range(arguments.runs):  # in turn, as the machine may be slower for a while
            for one in all_measured:
                measure(one, folder)
    print("| Collector | binary MB | zip MB | CPU until it listens, ms | idle memory, MB | CPU for a post of 3 KB, ms | of 114 KB, ms ", end="")
    print(f"| requests for {SMALL_POSTS} posts | peak memory, backend dead, MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for one in all_measured:
        print(one.row())


if __name__ == "__main__":
    main()
