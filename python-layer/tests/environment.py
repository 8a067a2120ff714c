"""A Lambda environment for tests: AWS's own awslambdaric in a process, a fake of Lambda's APIs.

The fake serves the Runtime API, the Extensions API and OTLP on one port. It freezes nothing and
limits nothing: that is the emulator's.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

# the X-Ray description of an error is a header
http.client._MAXLINE = 1 << 20  # type: ignore[attr-defined]

HERE = Path(__file__).parent
LAYER = HERE.parent / "target" / "layer"
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:my-function"

# as AWS's bootstrap.py does it, with a folder in the place of /var/runtime
BOOTSTRAP = """\
import os
import site
import sys

if os.environ.get("PYTHONPATH") is None:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for folder in (f"/opt/python/lib/{version}/site-packages", "/opt/python", os.environ["LAMBDA_TASK_ROOT"]):
        sys.path.insert(0, folder)
        site.addsitedir(folder)
else:
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
os.environ["PYTHONPATH"] = os.path.dirname(os.path.abspath(__file__))

import awslambdaric.__main__

# not in a process that multiprocessing has spawned
if __name__ == "__main__":
    awslambdaric.__main__.main([os.environ["LAMBDA_TASK_ROOT"], os.environ["_HANDLER"]])
"""


class Invocation:
    """One event and what came of it: `body` as posted, `error` if it was posted as an error."""

    def __init__(self, event: bytes, headers: dict[str, str], deadline: float) -> None:
        self.id = str(uuid.uuid4())
        self.event = event
        self.headers = headers
        self.deadline = deadline
        self.done = threading.Event()
        self.body = b""
        self.error = False
        self.posted_at = 0.0


class Backend:
    """What the fake backend got, and how it answers: `answer(path, body)` gives status, headers, body."""

    def __init__(self) -> None:
        self.condition = threading.Condition()
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: Any = None

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        answer = self.answer(path, body) if self.answer else (200, {}, b"")
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if answer[0] == 200:
            with self.condition:
                self.requests.append((path, headers, body))
                self.condition.notify_all()
        return answer

    def _messages(self, path: str, kind: Any) -> list[Any]:
        return [kind.FromString(body) for sent, _, body in list(self.requests) if sent == path]

    @property
    def spans(self) -> list[Any]:
        return [span for scope in self.scopes for span in scope.spans]

    @property
    def scopes(self) -> list[Any]:
        return [
            scope
            for request in self._messages("/v1/traces", ExportTraceServiceRequest)
            for resource in request.resource_spans
            for scope in resource.scope_spans
        ]

    @property
    def resources(self) -> list[dict[str, Any]]:
        return [
            attributes(resource.resource)
            for request in self._messages("/v1/traces", ExportTraceServiceRequest)
            for resource in request.resource_spans
        ]

    @property
    def metrics(self) -> list[Any]:
        return [
            metric
            for request in self._messages("/v1/metrics", ExportMetricsServiceRequest)
            for resource in request.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        ]

    @property
    def logs(self) -> list[Any]:
        return [
            record
            for request in self._messages("/v1/logs", ExportLogsServiceRequest)
            for resource in request.resource_logs
            for scope in resource.scope_logs
            for record in scope.log_records
        ]

    def await_spans(self, count: int, seconds: float = 10) -> list[Any]:
        """Waits until there are so many spans."""
        with self.condition:
            self.condition.wait_for(lambda: len(self.spans) >= count, seconds)
        return self.spans


def value_of(value: Any) -> Any:
    """Returns an AnyValue as Python has it."""
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    if kind == "array_value":
        return [value_of(each) for each in value.array_value.values]
    if kind == "kvlist_value":
        return {each.key: value_of(each.value) for each in value.kvlist_value.values}
    return getattr(value, kind)


def attributes(holder: Any) -> dict[str, Any]:
    """Returns the attributes of a span, resource, event or link."""
    return {each.key: value_of(each.value) for each in holder.attributes}


class Environment:
    """A running function; use as a context manager."""

    def __init__(
        self,
        task: Path,
        handler: str = "app.handler",
        environment: dict[str, str] | None = None,
        python: str = sys.executable,
        layer: Path | None = LAYER,
        timeout: float = 10.0,
        command: list[str] | None = None,
    ) -> None:
        self.timeout = timeout
        self.task = task
        self.backend = Backend()
        self.log = b""
        self._logged = threading.Condition()
        self.init_error: bytes | None = None
        self.init_done = threading.Event()
        self.restored = threading.Event()
        self.may_restore = threading.Event()
        self.may_restore.set()
        self.events: queue.Queue[Invocation] = queue.Queue()
        self.running: dict[str, Invocation] = {}
        self.extension_nexts = 0
        self.extensions: list[str] = []
        self.extension_events: queue.Queue[Invocation] = queue.Queue()
        self.extension_waits = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_class(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.address = f"127.0.0.1:{self._server.server_port}"
        runtime = task / ".runtime"
        runtime.mkdir(exist_ok=True)
        bootstrap = runtime / "bootstrap.py"
        bootstrap.write_text(BOOTSTRAP)
        variables = {
            "PATH": os.environ["PATH"],
            "LANG": "en_US.UTF-8",
            "AWS_LAMBDA_RUNTIME_API": self.address,
            "AWS_LAMBDA_FUNCTION_NAME": "my-function",
            "AWS_LAMBDA_FUNCTION_VERSION": "7",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/my-function",
            "AWS_LAMBDA_LOG_STREAM_NAME": "2026/11/28/[7]abc",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_REGION": "eu-central-1",
            "LAMBDA_TASK_ROOT": str(task),
            "_HANDLER": handler,
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{self.address}",
            "PYTHONDONTWRITEBYTECODE": "1",
            **(environment or {}),
        }
        wrapper = [] if layer is None else [str(layer / "otel-handler")]
        self.process = subprocess.Popen(
            wrapper + (command or [python, str(bootstrap)]),
            env={name: value for name, value in variables.items() if value is not None},
            cwd=task,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._logged:
                self.log += line
                self._logged.notify_all()
        self.process.wait()
        self.init_done.set()

    def __enter__(self) -> Environment:
        return self

    def stop(self) -> None:
        """Ends the process and those that it has started, and reads the log to its end."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self._reader.join(5)

    def __exit__(self, *_: Any) -> None:
        self.stop()
        self._server.shutdown()
        self._server.server_close()

    def start(
        self, event: Any = None, headers: dict[str, str] | None = None, timeout: float | None = None
    ) -> Invocation:
        """Hands over an event, and does not wait for what comes of it."""
        body = event if isinstance(event, bytes) else json.dumps(event if event is not None else {}).encode()
        deadline = time.time() + (self.timeout if timeout is None else timeout)
        invocation = Invocation(body, headers or {}, deadline)
        if self.extensions:
            self.extension_waits.clear()
            self.extension_events.put(invocation)
        self.events.put(invocation)
        return invocation

    def invoke(
        self, event: Any = None, headers: dict[str, str] | None = None, timeout: float | None = None
    ) -> Invocation:
        """Invokes the function once its init is done, and waits for the response."""
        assert self.init_done.wait(20), self.log.decode()
        if self.extensions and self.extension_nexts == 0:
            self.extension_waits.wait(5)  # the init ends when each extension has asked
        invocation = self.start(event, headers, timeout)
        end = time.monotonic() + 20
        while not invocation.done.wait(0.02):
            if self.process.poll() is not None or time.monotonic() > end:
                break
        return invocation

    @property
    def otel_lines(self) -> list[str]:
        """Returns the layer's lines on the log."""
        return [line for line in self.log.decode().splitlines() if line.startswith("[otel]")]

    def await_otel_lines(self, count: int = 1) -> list[str]:
        """Waits until the layer has so many lines on the log, whose reader may lag behind the response."""
        with self._logged:
            self._logged.wait_for(lambda: len(self.otel_lines) >= count, 10)
        return self.otel_lines

    def await_exit(self) -> int:
        """Waits for the process's end."""
        code = self.process.wait(20)
        self._reader.join(5)
        return code


def _handler_class(environment: Environment) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path.endswith("/runtime/invocation/next"):
                environment.init_done.set()
                self._next()
            elif self.path.endswith("/runtime/restore/next"):
                environment.init_done.set()
                environment.may_restore.wait()
                environment.restored.set()
                self._answer(200)
            elif self.path.endswith("/extension/event/next"):
                environment.extension_nexts += 1
                environment.extension_waits.set()
                invocation = environment.extension_events.get()
                self._answer(
                    200,
                    json.dumps(
                        {
                            "eventType": "INVOKE",
                            "deadlineMs": int(invocation.deadline * 1000),
                            "requestId": invocation.id,
                            "invokedFunctionArn": ARN,
                        }
                    ).encode(),
                )
            else:
                self._answer(404)

        def _next(self) -> None:
            invocation = environment.events.get()
            environment.running[invocation.id] = invocation
            self._answer(
                200,
                invocation.event,
                {
                    "Content-Type": "application/json",
                    "Lambda-Runtime-Aws-Request-Id": invocation.id,
                    "Lambda-Runtime-Deadline-Ms": str(int(invocation.deadline * 1000)),
                    "Lambda-Runtime-Invoked-Function-Arn": ARN + ":live",
                    **invocation.headers,
                },
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Transfer-Encoding") == "chunked":
                body = self._read_chunks()
            parts = self.path.split("/")
            if self.path.startswith("/v1/"):
                status, headers, answer = environment.backend.take(
                    self.path, {k.lower(): v for k, v in self.headers.items()}, body
                )
                self._answer(status, answer, headers)
            elif self.path.endswith("/extension/register"):
                environment.extensions.append(self.headers["Lambda-Extension-Name"])
                self._answer(200, b"{}", {"Lambda-Extension-Identifier": str(uuid.uuid4())})
            elif self.path.endswith("/runtime/init/error"):
                environment.init_error = body
                self._answer(202)
            elif "invocation" in parts:
                invocation = environment.running[parts[-2]]
                invocation.body = body
                invocation.error = parts[-1] == "error"
                invocation.posted_at = time.monotonic()
                self._answer(202)
                invocation.done.set()
            else:
                self._answer(202)

        def _read_chunks(self) -> bytes:
            body = b""
            while True:
                size = int(self.rfile.readline(), 16)
                body += self.rfile.read(size)
                self.rfile.readline()
                if not size:
                    return body

        def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
            try:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
