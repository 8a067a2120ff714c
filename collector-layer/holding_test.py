"""Tests what becomes of the data that components hold by a clock: holding_test.py LAYER.zip"""

from __future__ import annotations

import json
import sys
import time
import unittest
from pathlib import Path

from standin import TIMEOUT, Collector, post


class HoldingTest(unittest.TestCase):
    layer: Path

    def test_shutdown_delivers_what_can_be_released(self) -> None:
        with Collector(self.layer) as collector:
            collector.lambda_api.waits.get(timeout=TIMEOUT)
            send(collector, "traces", SPAN)
            send(collector, "metrics", SUM)
            collector.lambda_api.shutdown_environment()
            self.assertEqual(collector.process.wait(TIMEOUT), 0)
            received = collector.backend.received
        self.assertTrue(all(received), "a request has no items")
        everything = [body for body in received if b"a-sum" in body]
        self.assertEqual(len(everything), 2, "interval releases in SHUTDOWN, cumulative_to_delta keeps nothing back")
        metrics = [body for body in received if b"traces.span.metrics.calls" in body]
        self.assertEqual(len(metrics), 1, "span_metrics has not sent once")
        self.assertEqual(len(received), 3, "groupbytrace releases nothing in SHUTDOWN, as the documents say")


def send(collector: Collector, signal: str, content: object) -> None:
    post(f"http://localhost:{collector.port}/v1/{signal}", json.dumps(content).encode(), "application/json")


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
