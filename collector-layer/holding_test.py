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
            send(collector, "traces", SPANS)
            send(collector, "metrics", SUM)
            collector.lambda_api.shutdown_environment()
            self.assertEqual(collector.process.wait(TIMEOUT), 0)
            received = collector.backend.received
        self.assertTrue(all(received), "a request has no items")
        self.assertEqual(self.requests(received, b"a-sum"), 2, "interval releases in SHUTDOWN, cumulative_to_delta keeps nothing back")
        self.assertEqual(self.requests(received, b"traces.span.metrics.calls"), 1, "span_metrics has not sent once")
        self.assertEqual(self.requests(received, b"traces_service_graph_request_total"), 1, "service_graph has not sent at once")
        spans = [body.count(TRACE) for body in received if TRACE in body]
        self.assertEqual(spans, [2, 2], "tail_sampling and groupbytrace release in SHUTDOWN")

    @staticmethod
    def requests(received: list[bytes], name: bytes) -> int:
        return sum(name in body for body in received)


def send(collector: Collector, signal: str, content: object) -> None:
    post(f"http://localhost:{collector.port}/v1/{signal}", json.dumps(content).encode(), "application/json")


TRACE = bytes.fromhex("0102030405060708090a0b0c0d0e0f10")
TIMES = {"startTimeUnixNano": str(time.time_ns() - 10**9)}


def resource(service: str) -> dict[str, object]:
    return {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}


def span(service: str, kind: int, identifier: str, parent: str) -> dict[str, object]:
    ids = {"traceId": TRACE.hex(), "spanId": identifier, "parentSpanId": parent, "name": "a-span", "kind": kind}
    return {
        "resource": resource(service),
        "scopeSpans": [{"spans": [{**ids, **TIMES, "endTimeUnixNano": str(time.time_ns())}]}],
    }


# a client of one service, and the server that it has called
SPANS = {"resourceSpans": [span("shop", 3, "0102030405060708", ""), span("orders", 2, "0202030405060708", "0102030405060708")]}
SUM = {
    "resourceMetrics": [
        {
            "resource": resource("orders"),
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
