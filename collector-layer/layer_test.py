"""Tests cells of the table of freezes and faults with the built default layer: layer_test.py LAYER.zip"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from standin import TIMEOUT, Collector, log_record, request_of, span


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
            # spans and metrics: there are no log records
            self.assertLessEqual(collector.backend.requests, 2 * 3 + 2)

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

    def test_grpc_port_is_taken_http_goes_on(self) -> None:
        with self.collector() as other, self.collector(OTEL_LAMBDA_COLLECTOR_GRPC_PORT=str(other.grpc_port)) as collector:
            other.lambda_api.waits.get(timeout=TIMEOUT)
            collector.lambda_api.invoke("r")
            self.assertEqual(collector.send(request_of(span("s-1-"))), 200)
            collector.lambda_api.done("r")
            self.end(collector)
            self.assertEqual(collector.backend.count(rb"s-1-"), 1)

    def test_a_config_that_hangs_holds_nobody_and_the_end_is_clean(self) -> None:
        with tempfile.TemporaryDirectory() as folder, self.collector(f"file:{hanging(folder)}") as collector:
            collector.lambda_api.invoke("r")
            self.assertEqual(collector.send(request_of(span("s-1-"))), 200)
            self.end(collector)
            self.assertIn("not started after 4s", collector.lines())
            self.assertIn("requests discarded: 1", collector.lines())

    def test_counts_add_up_whatever_the_backend_does(self) -> None:
        with self.collector() as collector:
            sent, refused = self.stress(collector)
            collector.lambda_api.waits.get(timeout=TIMEOUT)
            late = threading.Thread(target=self.send_lines, args=(collector, "late", 20))
            late.start()
            collector.lambda_api.shutdown_environment()
            self.assertEqual(collector.process.wait(TIMEOUT), 0, collector.lines())
            late.join()
            received = len({name for body in collector.backend.received for name in re.findall(rb"o-\d+-\d+-|t-\d+-\d+-", body)})
            self.assertEqual(received + refused, sent, collector.lines()[-2000:])

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


def hanging(folder: str) -> str:
    """Returns a file whose reader waits forever."""
    fifo = os.path.join(folder, "config.yaml")
    os.mkfifo(fifo)
    return fifo


if __name__ == "__main__":
    LayerTest.layer = Path(sys.argv.pop(1))
    unittest.main()
