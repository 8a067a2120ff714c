"""Metrics in OTLP (opentelemetry/proto/metrics/v1/metrics.proto)."""

from __future__ import annotations

from otel_lambda.sdk.otlp.protobuf import attributes, message, pack_double, pack_fixed64, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.sdk.metrics import Instrument, Point
    from otel_lambda.sdk.otlp.request import Items
    from otel_lambda.sdk.span import Scope

_DELTA = b"\x10\x01"
_CUMULATIVE = b"\x10\x02"


class OtlpMetrics:
    """Sends metrics by OTLP."""

    def __init__(self, items: Items) -> None:
        self._items = items

    def add(self, scope: Scope, instrument: Instrument, points: list[Point], delta: bool, now: int) -> None:
        """Encodes a metric."""
        self._items.add(scope, encode_metric(instrument, points, delta, now))


def encode_metric(instrument: Instrument, points: list[Point], delta: bool, now: int) -> bytes:
    """Returns a field `metrics` of ScopeMetrics."""
    temporality = _DELTA if delta else _CUMULATIVE
    if instrument.boundaries is None:
        body = b"".join([message(b"\x0a", _number(point, now)) for point in points])
        data = message(b"\x3a", body + temporality + b"\x18\x01")
    else:
        bounds = instrument.boundaries
        body = b"".join([message(b"\x0a", _histogram(point, bounds, now)) for point in points])
        data = message(b"\x4a", body + temporality)
    return message(b"\x12", text(b"\x0a", instrument.name) + text(b"\x1a", instrument.unit) + data)


def _number(point: Point, now: int) -> bytes:
    total = point.total
    if isinstance(total, int):
        value = b"\x31" + total.to_bytes(8, "little", signed=True)
    else:
        value = b"\x21" + pack_double(total)
    return _times(point, now) + value + attributes(b"\x3a", point.attributes)


def _histogram(point: Point, boundaries: tuple[float, ...], now: int) -> bytes:
    return b"".join(
        (
            _times(point, now),
            b"\x21" + pack_fixed64(point.count),
            b"\x29" + pack_double(point.total),
            message(b"\x32", b"".join([pack_fixed64(count) for count in point.buckets])),
            message(b"\x3a", b"".join([pack_double(bound) for bound in boundaries])),
            attributes(b"\x4a", point.attributes),
            b"\x59" + pack_double(point.least),
            b"\x61" + pack_double(point.most),
        )
    )


def _times(point: Point, now: int) -> bytes:
    return b"\x11" + pack_fixed64(point.start) + b"\x19" + pack_fixed64(now)
