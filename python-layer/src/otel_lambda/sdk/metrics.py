"""Counters and histograms, aggregated until they are sent."""

from __future__ import annotations

from threading import Lock
from time import time_ns

from otel_lambda.sdk.span import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    class MetricSink(Protocol):
        """Takes metrics at each flush."""

        def add(
            self, scope: Scope, instrument: Instrument, points: list[Point], delta: bool, now: int
        ) -> None:
            """Takes an instrument's points, which may change once this returns."""


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
            point.buckets[sum([boundary < value for boundary in self.boundaries or ()])] += 1

    def _point(self, attributes: Mapping[str, Any]) -> Point:
        key = tuple(attributes.items())
        point = self._points.get(key)
        if point is None:
            point = self._points[key] = Point(attributes, len(self.boundaries or ()) + 1)
        return point

    def collect(self, scope: Scope, delta: bool, sinks: list[MetricSink]) -> None:
        """Hands on what was recorded, if anything was; `delta` begins anew."""
        with self._lock:
            points = list(self._points.values())
            if not points:
                return
            now = time_ns()
            for sink in sinks:
                sink.add(scope, self, points, delta, now)
            if delta:
                self._points = {}


class Meter:
    """The instruments of one scope; `collect` is to be called before each flush."""

    def __init__(self, scope: str, sinks: list[MetricSink], delta: bool) -> None:
        self._scope = Scope(scope)
        self._sinks = sinks
        self._delta = delta
        self._instruments: list[Instrument] = []

    def counter(self, name: str, unit: str) -> Instrument:
        """Returns a counter."""
        return self._add(Instrument(name, unit, None))

    def histogram(self, name: str, unit: str, boundaries: tuple[float, ...]) -> Instrument:
        """Returns a histogram with explicit bucket boundaries."""
        return self._add(Instrument(name, unit, boundaries))

    def _add(self, instrument: Instrument) -> Instrument:
        self._instruments.append(instrument)
        return instrument

    def collect(self) -> None:
        """Hands on what was recorded since the last flush."""
        for instrument in self._instruments:
            instrument.collect(self._scope, self._delta, self._sinks)
