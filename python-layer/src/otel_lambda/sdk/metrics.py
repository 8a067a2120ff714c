"""Counters and histograms, aggregated until they are sent."""

from __future__ import annotations

from bisect import bisect_left
from threading import Lock
from time import time_ns

from otel_lambda.sdk.otlp import metrics as otlp
from otel_lambda.sdk.span import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from otel_lambda.telemetry import Signal, Telemetry


class Point:
    """What was recorded with one set of attributes since `start`."""

    __slots__ = ("attributes", "buckets", "count", "least", "most", "start", "total")

    def __init__(self, attributes: Mapping[str, Any], buckets: int) -> None:
        self.attributes = attributes
        self.start = time_ns()
        self.count = 0
        self.total: float = 0
        self.least = float("inf")
        self.most = float("-inf")
        self.buckets = [0] * buckets


class Instrument:
    """A counter, or with boundaries a histogram."""

    def __init__(self, name: str, unit: str, boundaries: tuple[float, ...] | None) -> None:
        self.name = name
        self.unit = unit
        self.boundaries = boundaries
        self._points: dict[tuple[tuple[str, Any], ...], Point] = {}
        self._lock = Lock()

    def add(self, value: float, attributes: Mapping[str, Any]) -> None:
        """Adds to a counter."""
        with self._lock:
            self._point(attributes).total += value

    def record(self, value: float, attributes: Mapping[str, Any]) -> None:
        """Records a value of a histogram."""
        with self._lock:
            point = self._point(attributes)
            point.count += 1
            point.total += value
            point.least = min(point.least, value)
            point.most = max(point.most, value)
            point.buckets[bisect_left(self.boundaries or (), value)] += 1

    def _point(self, attributes: Mapping[str, Any]) -> Point:
        key = tuple(attributes.items())
        point = self._points.get(key)
        if point is None:
            point = self._points[key] = Point(attributes, len(self.boundaries or ()) + 1)
        return point

    def collect(self, delta: bool) -> bytes:
        """Returns the metric in OTLP, or nothing if nothing was recorded; `delta` begins anew."""
        with self._lock:
            points = list(self._points.values())
            encoded = otlp.encode_metric(self, points, delta, time_ns()) if points else b""
            if delta:
                self._points = {}
        return encoded


class Meter:
    """The instruments of one scope, which are sent at each flush."""

    def __init__(self, telemetry: Telemetry, scope: str) -> None:
        self._scope = Scope(scope)
        self._signal: Signal | None = telemetry.metrics()
        self._delta = telemetry.settings.metrics_temporality != "cumulative"
        self._instruments: list[Instrument] = []
        telemetry.before_flush.append(self._collect)

    def counter(self, name: str, unit: str) -> Instrument:
        """Returns a counter."""
        return self._add(Instrument(name, unit, None))

    def histogram(self, name: str, unit: str, boundaries: tuple[float, ...]) -> Instrument:
        """Returns a histogram with explicit bucket boundaries."""
        return self._add(Instrument(name, unit, boundaries))

    def _add(self, instrument: Instrument) -> Instrument:
        self._instruments.append(instrument)
        return instrument

    def _collect(self) -> None:
        if self._signal is None:
            return
        for instrument in self._instruments:
            encoded = instrument.collect(self._delta)
            if encoded:
                self._signal.add(self._scope, encoded)
        self._signal.post()
