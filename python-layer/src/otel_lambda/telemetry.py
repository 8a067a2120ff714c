"""The telemetry of this process: tracer provider, propagator, and the way to the backend."""

from __future__ import annotations

from collections import deque
from time import monotonic, time_ns

from otel_lambda import VERSION, resource
from otel_lambda.concurrency import drain
from otel_lambda.diagnostics import warn_failure, warn_once
from otel_lambda.propagation.propagator import Propagator
from otel_lambda.sdk.http.outbox import Outbox, Request
from otel_lambda.sdk.http.sender import Sender
from otel_lambda.sdk.otlp.request import encode_request, encode_resource
from otel_lambda.sdk.otlp.traces import encode_span, encode_unfinished
from otel_lambda.sdk.tracer import TracerProvider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from otel_lambda.sdk.console import SpanPrinter
    from otel_lambda.sdk.exporters import SpanExporters
    from otel_lambda.sdk.logs import LogSink
    from otel_lambda.sdk.metrics import MetricSink
    from otel_lambda.sdk.span import Scope, Span
    from otel_lambda.settings import Settings

    class Held(Protocol):
        """Items that wait for a flush."""

        def post(self) -> None:
            """Lets them go on their way."""

        def reset(self, keep: bool) -> None:
            """Begins anew in a copy of the process; see `Outbox.reset`."""


USER_AGENT = f"OTel-OTLP-Exporter-Python/{VERSION}"


class Signal:
    """Encoded items of one signal, which become a request when there are enough, or at a flush."""

    def __init__(self, sender: Sender, telemetry: Telemetry, batch_size: int, max_items: int) -> None:
        self._sender = sender
        self._telemetry = telemetry
        self._batch_size = batch_size
        self._max_items = max_items
        # without a lock: a finaliser or signal handler of the function's may add items anywhere
        self._items: deque[tuple[Scope, bytes]] = deque()

    def add(self, scope: Scope, item: bytes) -> None:
        """Adds an item, encoded as field 2 of its scope's message."""
        if self._max_items and self._waiting() >= self._max_items:
            warn_once(
                "too many items",
                f"more than {self._max_items} items wait; new ones are dropped",
            )
            return
        self._items.append((scope, item))
        if len(self._items) >= self._batch_size:
            self.post()

    def _waiting(self) -> int:
        return len(self._items) + sum([request.count for request in list(self._sender.queue)])

    def post(self) -> None:
        """Makes a request of the items, and queues it."""
        items = drain(self._items)
        if items:
            body = encode_request(self._telemetry.resource, items)
            self._telemetry.outbox.add(self._sender, Request(body, len(items)))

    def reset(self, keep: bool) -> None:
        """Begins anew in a copy of the process; see `Outbox.reset`."""
        if not keep:
            self._items.clear()


class Telemetry:
    """What reports, made once at init; raises ValueError that names a setting's fault."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.outbox = Outbox(settings.queue_bytes)
        self.described = resource.create(settings)
        self.resource = encode_resource(self.described)
        self.propagator = Propagator(settings.propagators)
        self._held: list[Held] = []
        self.exporters: SpanExporters | None = None
        self.printer: SpanPrinter | None = None
        self.spans: Signal | None = None
        self._create_span_sinks()
        self.tracer_provider = TracerProvider(settings.sampler, settings.limits, self._span_ended)
        self.before_flush: list[Callable[[], None]] = []
        self.after_end: Callable[[Span], None] | None = None

    def _create_span_sinks(self) -> None:
        if self.settings.configurator or self.settings.distribution:
            from otel_lambda.sdk import configurator

            self.exporters = configurator.load(self.settings.configurator, self._describe)
            if self.exporters is not None:
                return
        others = self.settings.other_exporters
        if others:
            from otel_lambda.sdk import exporters

            self.exporters = exporters.load(others, self.settings.made_exporters, self._describe)
            others = [] if self.exporters is None else self.exporters.names
        names = self.settings.exporters("traces", others)
        if "console" in names:
            from otel_lambda.sdk.console import SpanPrinter

            self.printer = SpanPrinter(self._describe)
        if "otlp" in names and "otlp_proto_grpc" not in others:
            self.spans = self._signal("traces", "BSP")

    def _describe(self) -> dict[str, Any]:
        """Returns the resource's attributes, which a restore changes."""
        return self.described

    def restored(self) -> None:
        """Takes note that the process is a copy made from a snapshot: another instance."""
        self.reset(keep=True)
        self.described = resource.create(self.settings)
        self.resource = encode_resource(self.described)

    def metric_sinks(self) -> list[MetricSink]:
        """Makes what takes metrics."""
        sinks: list[MetricSink] = []
        names = self.settings.exporters("metrics")
        if "otlp" in names:
            from otel_lambda.sdk.otlp.metrics import OtlpMetrics

            sinks.append(OtlpMetrics(self._signal("metrics", "BSP")))
        if "console" in names:
            from otel_lambda.sdk.console import MetricPrinter

            printer = MetricPrinter(self._describe)
            self._held.append(printer)
            sinks.append(printer)
        return sinks

    def log_sinks(self) -> list[LogSink]:
        """Makes what takes log records."""
        sinks: list[LogSink] = []
        names = self.settings.exporters("logs")
        if "otlp" in names:
            from otel_lambda.sdk.otlp.logs import OtlpLogs

            sinks.append(OtlpLogs(self._signal("logs", "BLRP")))
        if "console" in names:
            from otel_lambda.sdk.console import LogPrinter

            printer = LogPrinter(self._describe, self.settings.batch_size("BLRP"))
            self._held.append(printer)
            sinks.append(printer)
        return sinks

    def _signal(self, name: str, prefix: str) -> Signal:
        self.settings.check_protocol(name)
        sender = Sender(name, self.settings, self.outbox, USER_AGENT)
        signal = Signal(sender, self, self.settings.batch_size(prefix), self.settings.max_items(prefix))
        self._held.append(signal)
        return signal

    def _span_ended(self, span: Span) -> None:
        try:
            if self.exporters is not None:
                self.exporters.add(span)
            if self.printer is not None:
                self.printer.add(span)
            if self.spans is not None:
                self.spans.add(span.scope, encode_span(span))
            if self.after_end is not None:
                self.after_end(span)
        except Exception as error:
            # it is the function's code that ends its spans
            warn_failure("a span is not reported", error)

    def flush(self, budget: float) -> bool:
        """Sends what was reported so far, and waits for it, `budget` seconds at most."""
        self._post()
        return self.outbox.flush(self._flush_exporters(budget))

    def close(self, budget: float) -> None:
        """Sends what is held once more, and open spans as they stand, as the process is about to end."""
        for span in list(self.tracer_provider.open.values()):
            self._add_unfinished(span)
        self._post()
        self.outbox.close(self._flush_exporters(budget))

    def _post(self) -> None:
        for collect in self.before_flush:
            collect()
        for each in self._held:
            each.post()

    def _flush_exporters(self, budget: float) -> float:
        """Returns what is left of the budget."""
        if self.exporters is None:
            return budget
        begin = monotonic()
        self.exporters.flush(budget)
        return max(budget - (monotonic() - begin), 0.0)

    def export_unfinished(self, trace_id: int | None, budget: float) -> None:
        """Sends the open spans of a trace, or all, as they stand, marked `otel.lambda.unfinished`."""
        for span in list(self.tracer_provider.open.values()):
            if trace_id is None or span.context.trace_id == trace_id:
                self._add_unfinished(span)
        self.flush(budget)

    def _add_unfinished(self, span: Span) -> None:
        if self.spans is not None:
            self.spans.add(span.scope, encode_unfinished(span, time_ns()))

    def reset(self, keep: bool) -> None:
        """Begins anew in a copy of the process; see `Outbox.reset`."""
        self.outbox.reset(keep)
        if self.exporters is not None:
            self.exporters.reset(keep)
        for each in self._held:
            each.reset(keep)


_telemetry: Telemetry | None = None


def set_telemetry(telemetry: Telemetry | None) -> None:
    """Makes it the one of this process."""
    global _telemetry
    _telemetry = telemetry


def get_telemetry() -> Telemetry | None:
    """Returns the one of this process, or None before the init and where nothing is traced."""
    return _telemetry
