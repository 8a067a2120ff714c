"""Measures Collectors beside each other, and prints a table: bench.py [--runs N] NAME=FILE...

A FILE is a layer's zip, whose program is started as an extension of AWS Lambda with stand-ins for its APIs, this project's default layer with its
own config, or a program, which is started with --config; what is named rotel is started as Rotel's agent is. Each receives OTLP/HTTP, and exports to a backend whose requests are counted.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from standin import TIMEOUT, Backend, Lambda, field, free_port

MB = 1 << 20
SMALL_POSTS, LARGE_POSTS, DEAD_POSTS = 1000, 200, 600
SMALL_SPANS, LARGE_SPANS = 7, 270


@dataclasses.dataclass
class Measured:
    """The figures of one Collector, a list with one for each run."""

    name: str
    program: Path
    binary: float
    zipped: float
    layer: bool = False
    config: Path | None = None  # the default layer's own, which takes ports and the backend from variables
    init: list[float] = dataclasses.field(default_factory=list)
    idle: list[float] = dataclasses.field(default_factory=list)
    small: list[float] = dataclasses.field(default_factory=list)
    large: list[float] = dataclasses.field(default_factory=list)
    requests: list[float] = dataclasses.field(default_factory=list)
    peak: list[float] = dataclasses.field(default_factory=list)

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
        self.lambda_api, self.backend = Lambda(), Backend()
        self.backend.keeps = False
        self.extension = of.layer
        self.port = free_port()
        grpc = free_port()
        backend = f"http://127.0.0.1:{self.backend.server_port}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "ROTEL_", "OPENTELEMETRY_"))}
        command = [str(of.program)]
        if of.config:
            environment |= {
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.lambda_api.server_port}",
                "OPENTELEMETRY_COLLECTOR_CONFIG_URI": str(of.config),
                "OTEL_LAMBDA_COLLECTOR_ENDPOINT": backend,
                "OTEL_LAMBDA_COLLECTOR_PORT": str(self.port),
                "OTEL_LAMBDA_COLLECTOR_GRPC_PORT": str(grpc),
            }
        elif of.name != "rotel":
            config = folder / f"{self.port}.yaml"
            config.write_text(
                f'receivers: {{otlp: {{protocols: {{http: {{endpoint: "localhost:{self.port}"}}, grpc: {{endpoint: "localhost:{grpc}"}}}}}}}}\n'
                f'exporters: {{otlphttp: {{endpoint: "{backend}"}}}}\n'
                "service:\n  telemetry: {metrics: {level: none}}\n"
                "  pipelines: {traces: {receivers: [otlp], exporters: [otlphttp]}}\n"
            )
            if self.extension:
                environment |= {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.lambda_api.server_port}", "OPENTELEMETRY_COLLECTOR_CONFIG_URI": str(config)}
            else:
                command.append(f"--config={config}")
        else:
            command += ["start", "--otlp-http-endpoint", f"127.0.0.1:{self.port}", "--otlp-grpc-endpoint", f"127.0.0.1:{grpc}"]
            command += ["--exporter", "otlp", "--otlp-exporter-endpoint", backend, "--otlp-exporter-protocol", "http"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await(self._listens)

    def _await(self, condition) -> None:
        end = time.monotonic() + TIMEOUT
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
            self.lambda_api.invoke("id")
        connection = http.client.HTTPConnection("localhost", self.port, timeout=TIMEOUT)
        for body in bodies:
            connection.request("POST", "/v1/traces", body, {"Content-Type": "application/x-protobuf"})
            connection.getresponse().read()
        connection.close()
        self.lambda_api.done("id")
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


def traces(spans: int) -> bytes:
    """Returns a request as an SDK makes it: 7 spans are 3 KB, 270 are 114 KB."""
    resource = b"".join(field(1, _attribute(f"resource.attribute.{i}", f"of-the-function-{i}")) for i in range(6))
    trace = random.randbytes(16)
    encoded = b"".join(field(2, _span(trace, i)) for i in range(spans))
    scope = field(1, field(1, b"opentelemetry.instrumentation.botocore") + field(2, b"0.60b1"))
    return field(1, field(1, resource) + field(2, scope + encoded))


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
    ids = field(1, trace) + field(2, random.randbytes(8)) + field(4, random.randbytes(8))
    times = b"\x39" + now + b"\x41" + now
    return ids + field(5, b"GET /v1/orders/{id}") + b"\x30\x03" + times + b"".join(field(9, _attribute(*item)) for item in attributes.items())


def _attribute(key: str, value: str) -> bytes:
    return field(1, key.encode()) + field(2, field(1, value.encode()))


def unpacked(name: str, file: Path, folder: Path) -> Measured:
    """Returns the program of a layer's zip, or the program itself, with its sizes."""
    if not zipfile.is_zipfile(file):
        return Measured(name, file, file.stat().st_size / MB, len(gzip.compress(file.read_bytes(), 9)) / MB)
    into = folder / name
    with zipfile.ZipFile(file) as packed:
        packed.extractall(into)
    layer = (into / "extensions").is_dir()
    programs = list((into / "extensions").iterdir()) if layer else list(into.rglob("rotel-agent"))
    for program in programs:
        program.chmod(0o755)
    config = into / "collector-config" / "config.yaml"
    own = config if config.is_file() and "OTEL_LAMBDA_COLLECTOR_ENDPOINT" in config.read_text() else None
    return Measured(name, programs[0], programs[0].stat().st_size / MB, file.stat().st_size / MB, layer, own)


def collector(argument: str) -> tuple[str, Path]:
    """Returns the name and the file of a `NAME=FILE`."""
    name, _, file = argument.partition("=")
    if not name or not Path(file).is_file():
        raise argparse.ArgumentTypeError(f"{argument}: there is no such file; it is NAME=FILE, FILE a layer's zip or a program")
    return name, Path(file)


def runs(argument: str) -> int:
    """Returns a number of runs, one at least."""
    if not argument.isdecimal() or int(argument) < 1:
        raise argparse.ArgumentTypeError(f"{argument}: it is 1 or more")
    return int(argument)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=runs, default=15)
    parser.add_argument("collectors", nargs="+", type=collector, metavar="NAME=FILE")
    arguments = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        all_measured = [unpacked(name, file, folder) for name, file in arguments.collectors]
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
