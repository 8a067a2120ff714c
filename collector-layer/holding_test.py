"""Tests what becomes of the data that components hold by a clock: holding_test.py LAYER.zip"""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TIMEOUT = 60


class Server(ThreadingHTTPServer):
    """A server that stands in for Lambda's APIs, and receives for the backend."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.waits: queue.Queue[None] = queue.Queue()
        self.events: queue.Queue[dict[str, object]] = queue.Queue()
        self.received: list[bytes] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self._body()
        if self.path.endswith("/register"):
            self._answer(b'{"functionName":"f","functionVersion":"1","handler":"h"}')
        else:
            self.server.received.append(body)
            self._answer(b"")

    def do_PUT(self) -> None:
        self._body()
        self._answer(b"OK")

    def do_GET(self) -> None:
        self.server.waits.put(None)
        self._answer(json.dumps(self.server.events.get()).encode())

    def log_message(self, *_: object) -> None:
        """Logs nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Lambda-Extension-Identifier", "id")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class HoldingTest(unittest.TestCase):
    layer: Path

    def test_shutdown_delivers_what_can_be_released(self) -> None:
        server = Server()
        with socket.create_server(("localhost", 0)) as free:
            port = str(free.getsockname()[1])
        variables = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}",
            "OTEL_LAMBDA_COLLECTOR_PORT": port,
            "OTEL_LAMBDA_COLLECTOR_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
        }
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(self.layer) as packed:
                packed.extractall(folder)
            binary = Path(folder, "extensions", "collector")
            binary.chmod(0o755)
            config = f"file:{folder}/collector-config/config.yaml"
            collector = subprocess.Popen([binary, "--config", config], env={**os.environ, **variables})
            try:
                server.waits.get(timeout=TIMEOUT)
                post(port, "traces", SPAN)
                post(port, "metrics", SUM)
                server.events.put({"eventType": "SHUTDOWN", "deadlineMs": int(time.time() * 1000) + 2000})
                self.assertEqual(collector.wait(TIMEOUT), 0)
            finally:
                collector.kill()
                collector.wait()
        self.assertTrue(all(server.received), "a request has no items")
        everything = [body for body in server.received if b"a-sum" in body]
        self.assertEqual(len(everything), 2, "interval releases in SHUTDOWN, cumulative_to_delta keeps nothing back")
        metrics = [body for body in server.received if b"traces.span.metrics.calls" in body]
        self.assertEqual(len(metrics), 1, "span_metrics has not sent once")
        self.assertEqual(len(server.received), 3, "groupbytrace releases nothing in SHUTDOWN, as the documents say")
        server.shutdown()
        server.server_close()


def post(port: str, signal: str, content: object) -> None:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://localhost:{port}/v1/{signal}", json.dumps(content).encode(), headers)
    urllib.request.urlopen(request, timeout=TIMEOUT).close()


RESOURCE = {"attributes": [{"key": "service.name", "value": {"stringValue": "orders"}}]}
TIMES = {"startTimeUnixNano": str(time.time_ns() - 10**9)}
SPAN = {
    "resourceSpans": [
        {
            "resource": RESOURCE,
            "scopeSpans": [
                {
                    "spans": [
                        {
                            "traceId": "0102030405060708090a0b0c0d0e0f10",
                            "spanId": "0102030405060708",
                            "name": "a-span",
                            **TIMES,
                            "endTimeUnixNano": str(time.time_ns()),
                        }
                    ]
                }
            ],
        }
    ]
}
SUM = {
    "resourceMetrics": [
        {
            "resource": RESOURCE,
            "scopeMetrics": [
                {
                    "metrics": [
                        {
                            "name": "a-sum",
                            "sum": {
                                "aggregationTemporality": 2,
                                "isMonotonic": True,
                                "dataPoints": [{"asInt": "3", **TIMES, "timeUnixNano": str(time.time_ns())}],
                            },
                        }
                    ]
                }
            ],
        }
    ]
}

if __name__ == "__main__":
    HoldingTest.layer = Path(sys.argv.pop())
    unittest.main()
