"""Tests cells of the table of freezes and faults with the built default layer: layer_test.py LAYER.zip"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import sys
import threading
import time
import unittest
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from standin import TIMEOUT, Collector, log_record, request_of, span

LOST = re.compile(r'"(?:count|items)": (\d+), "of": "log records"')


class LayerTest(unittest.TestCase):
    layer: Path

    def collector(self, uri: str = "", **variables: str) -> Collector:
        return Collector(self.layer, uri, **variables)

    def end(self, collector: Collector) -> None:
        """Ends the environment, after the extension has asked for the next event."""
        collector.lambda_api.waits.get(timeout=TIMEOUT)
        collector.lambda_api.shutdown_environment()
        self.assertEqual(collector.process.wait(TIMEOUT), 0, collector.lines())

    def test_an_invocation_is_one_request_for_each_signal(self) -> None:
        with self.collector() as collector:
            for i in range(3):
                collector.lambda_api.invoke(f"r{i}")
                for n in range(10):
                    self.assertEqual(collector.send(request_of(span(f"s-{n}-"))), 200)
                collector.lambda_api.done(f"r{i}")
            self.end(collector)
            self.assertEqual(collector.backend.count(rb"s-\d+-"), 30)
            # spans and metrics; more if the machine is so slow that a second passes meanwhile
            self.assertLess(collector.backend.requests, 15)

    def test_a_burst_larger_than_the_queue_is_taken_or_refused_but_not_dropped(self) -> None:
        with self.collector() as collector:
            collector.backend.delay = 0.05
            collector.lambda_api.invoke("r")
            burst = [request_of(*(span(f"s-{n}-{i}-" + "x" * 500) for i in range(200))) for n in range(150)]
            statuses = {collector.send(body) for body in burst}
            collector.lambda_api.done("r")
            self.assertTrue(statuses <= {200, 429}, statuses)
            accepted = 150 * 200 if statuses == {200} else None
            self.end(collector)
            received = collector.backend.count(rb"s-\d+-\d+-")
            self.assertTrue(accepted is None or received == accepted, f"{received} of {accepted}: {collector.lines()}")

    def test_retry_after_is_heeded_and_nothing_is_lost(self) -> None:
        with self.collector() as collector:
            collector.backend.status, collector.backend.headers = 429, {"Retry-After": "300"}
            collector.lambda_api.invoke("r1")
            collector.send(request_of(span("s-1-")))
            collector.lambda_api.done("r1")
            collector.lambda_api.invoke("r2")
            asked = collector.backend.requests
            collector.send(request_of(span("s-2-")))
            collector.lambda_api.done("r2")
            collector.lambda_api.waits.get(timeout=TIMEOUT)
            # metrics and the invocation's span may have been first to ask
            self.assertLessEqual(collector.backend.requests, asked + 2)
            collector.backend.status, collector.backend.headers = 200, {}
            collector.lambda_api.shutdown_environment()
            self.assertEqual(collector.process.wait(TIMEOUT), 0)
            self.assertEqual(collector.backend.count(rb"s-\d+-"), 2, "there is no later than SHUTDOWN")

    def test_of_what_is_merged_only_what_the_backend_refuses_is_lost(self) -> None:
        with self.collector() as collector:
            collector.backend.refuses = b"is-bad"
            collector.lambda_api.invoke("r")
            for n in range(10):
                names = [f"s-{n}-{i}-" for i in range(20)]
                if n == 6:
                    names[11] = "is-bad"
                self.assertEqual(collector.send(request_of(*map(span, names))), 200)
            collector.lambda_api.done("r")
            self.end(collector)
            self.assertEqual(collector.backend.count(rb"s-\d+-\d+-"), 199, collector.lines())
            self.assertRegex(collector.lines(), r'refused by the exporter, and lost .*"items": 1, "accepted": \d+')
            self.assertIn('"count": 1, "of": "spans"', collector.lines())

    def test_grpc_port_is_taken_http_goes_on(self) -> None:
        with self.collector() as other, self.collector(OTEL_LAMBDA_COLLECTOR_GRPC_PORT=str(other.grpc_port)) as collector:
            other.lambda_api.waits.get(timeout=TIMEOUT)
            collector.lambda_api.invoke("r")
            self.assertEqual(collector.send(request_of(span("s-1-"))), 200)
            collector.lambda_api.done("r")
            self.end(collector)
            self.assertEqual(collector.backend.count(rb"s-1-"), 1)

    def test_secrets_and_parameters_are_read_without_the_sdk(self) -> None:
        with services() as address, self.collector(CONFIG, **aws(address)) as collector:
            collector.lambda_api.invoke("r")
            self.assertEqual(collector.send(request_of(span("s-1-"))), 200)
            collector.lambda_api.done("r")
            self.end(collector)
            headers = {name.lower(): value for name, value in collector.backend.last_headers.items()}
            self.assertEqual(headers.get("api-key"), "of-secret", collector.lines())
            self.assertEqual(headers.get("team"), "of-parameter")

    def test_a_secret_that_hangs_holds_nobody_and_the_end_is_clean(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as hanging:
            address = f"http://127.0.0.1:{hanging.getsockname()[1]}"
            with self.collector(CONFIG, **aws(address)) as collector:
                collector.lambda_api.invoke("r")
                self.assertEqual(collector.send(request_of(span("s-1-"))), 200)
                self.end(collector)
                self.assertIn("not started after 4s", collector.lines())
                self.assertIn("requests discarded: 1", collector.lines())

    def test_cost_and_a_kill_for_memory_are_metrics(self) -> None:
        prices = {"OTEL_LAMBDA_COLLECTOR_PRICE_GB_SECOND": "0.5", "OTEL_LAMBDA_COLLECTOR_PRICE_REQUESTS": "250000"}
        with self.collector(**prices) as collector:
            collector.lambda_api.invoke("r")
            metrics = {"durationMs": 1499.2, "billedDurationMs": 1500, "memorySizeMB": 512, "maxMemoryUsedMB": 512}
            report = {"requestId": "r", "status": "error", "errorType": "Runtime.ExitError", "metrics": metrics}
            collector.lambda_api.tell([{"type": "platform.start", "record": {"requestId": "r"}}])
            collector.lambda_api.tell([{"type": "platform.report", "record": report}])
            self.end(collector)
            for metric in (b"aws.lambda.billed_duration", b"aws.lambda.estimated_cost", b"aws.lambda.out_of_memory"):
                self.assertGreater(collector.backend.count(metric), 0, metric)
            # a request for 0.25 USD, 1.5 s of half a gigabyte for 0.5 USD each
            self.assertGreater(collector.backend.count(re.escape(struct.pack("<d", 0.25 + 1.5 * 0.5 * 0.5))), 0)
            self.assertEqual(collector.backend.count(b"aws.lambda.unused_init_duration"), 0)

    def test_an_environment_that_ends_without_an_invocation_reports_its_init_as_unused(self) -> None:
        with self.collector() as collector:
            collector.lambda_api.waits.get(timeout=TIMEOUT)
            init = {"initializationType": "on-demand", "phase": "init", "status": "success", "metrics": {"durationMs": 1437.5}}
            collector.lambda_api.tell([{"type": "platform.initReport", "record": init}])
            collector.lambda_api.shutdown_environment()
            self.assertEqual(collector.process.wait(TIMEOUT), 0, collector.lines())
            self.assertEqual(collector.backend.count(b"aws.lambda.unused_init_duration"), 1, collector.lines())
            self.assertGreater(collector.backend.count(re.escape(struct.pack("<d", 1.4375))), 1, "of faas.init_duration, too")

    def test_a_price_that_is_none_is_ignored_with_a_line(self) -> None:
        with self.collector(OTEL_LAMBDA_COLLECTOR_PRICE_REQUESTS="cheap") as collector:
            self.end(collector)
            self.assertIn("is no price in US dollars", collector.lines())

    def test_counts_add_up_whatever_the_backend_does(self) -> None:
        with self.collector() as collector:
            sent, refused = self.stress(collector)
            collector.lambda_api.waits.get(timeout=TIMEOUT)
            late = threading.Thread(target=self.send_lines, args=(collector, "late", 20))
            late.start()
            collector.lambda_api.shutdown_environment()
            self.assertEqual(collector.process.wait(TIMEOUT), 0, collector.lines())
            late.join()
            told = sum(int(count) for count in LOST.findall(collector.lines()))
            received = len({name for body in collector.backend.received for name in re.findall(rb"o-\d+-\d+-|t-\d+-\d+-", body)})
            missing = sent - refused - received
            self.assertTrue(0 <= missing <= told, f"{missing} are missing, {told} are told: {collector.lines()[-2000:]}")

    def stress(self, collector: Collector) -> tuple[int, int]:
        """Sends log records by both ways while the backend comes and goes, and returns how many were sent and refused."""
        sent = refused = 0
        for i in range(6):
            collector.lambda_api.invoke(f"r{i}")
            collector.backend.status = (200, 503, 200, 429, 503, 200)[i]
            telemetry = threading.Thread(target=self.send_lines, args=(collector, f"t-{i}", 10))
            telemetry.start()
            for n in range(20):
                records = [log_record(f"o-{i}-{n * 50 + k}-") for k in range(50)]
                sent += 50
                if collector.send(request_of(*records), "logs") != 200:
                    refused += 50
            telemetry.join()
            sent += 10 * 25
            collector.lambda_api.done(f"r{i}")
        return sent, refused

    @staticmethod
    def send_lines(collector: Collector, name: str, batches: int) -> None:
        for n in range(batches):
            try:
                collector.lambda_api.tell([{"type": "function", "record": f"{name}-{n * 25 + k}-"} for k in range(25)])
            except OSError:
                return  # it has ended
            time.sleep(0.001)


CONFIG = """yaml:
receivers: {otlp: {protocols: {http: {endpoint: "localhost:${env:OTEL_LAMBDA_COLLECTOR_PORT}"}}}}
exporters:
  otlp_http:
    endpoint: ${env:OTEL_LAMBDA_COLLECTOR_ENDPOINT}
    headers: {api-key: "${secretsmanager:backend#key}", team: "${ssm:/team}"}
service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp_http]}}}
"""


def aws(endpoint: str) -> dict[str, str]:
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"}


@contextlib.contextmanager
def services() -> Iterator[str]:
    """Stands in for Secrets Manager and Systems Manager."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Services) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Services(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answers = {
            ("secretsmanager.GetSecretValue", "backend"): {"SecretString": json.dumps({"key": "of-secret"})},
            ("AmazonSSM.GetParameter", "/team"): {"Parameter": {"Value": "of-parameter"}},
        }
        answer = answers[self.headers["X-Amz-Target"], asked.get("SecretId") or asked["Name"]]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Logs nothing."""


if __name__ == "__main__":
    LayerTest.layer = Path(sys.argv.pop(1))
    unittest.main()
