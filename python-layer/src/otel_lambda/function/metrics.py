"""The function's metrics (semantic-conventions v1.44.0, docs/faas/faas-metrics.md)."""

from __future__ import annotations

import time

from otel_lambda.function.spans import SCOPE
from otel_lambda.sdk.metrics import Meter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.function.spans import Invocation
    from otel_lambda.telemetry import Telemetry

_MB = 1024 * 1024
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
"""The conventions' advice."""

_BYTES = tuple(size * _MB for size in (64, 128, 256, 512, 1024, 2048, 4096, 8192))
"""Those between the sizes that functions come in."""


class FunctionMetrics:
    """The instruments; loaded only where the user has switched metrics on."""

    def __init__(self, telemetry: Telemetry) -> None:
        delta = telemetry.settings.metrics_temporality != "cumulative"
        meter = Meter(SCOPE, telemetry.metric_sinks(), delta)
        telemetry.before_flush.append(meter.collect)
        self.invoke_duration = meter.histogram("faas.invoke_duration", "s", _SECONDS)
        self.init_duration = meter.histogram("faas.init_duration", "s", _SECONDS)
        self.cpu_usage = meter.histogram("faas.cpu_usage", "s", _SECONDS)
        self.mem_usage = meter.histogram("faas.mem_usage", "By", _BYTES)
        self.coldstarts = meter.counter("faas.coldstarts", "{coldstart}")
        self.invocations = meter.counter("faas.invocations", "{invocation}")
        self.errors = meter.counter("faas.errors", "{error}")
        self.timeouts = meter.counter("faas.timeouts", "{timeout}")
        self.init_seconds: float | None = None

    def initialized(self) -> None:
        """Takes note of the end of the init."""
        self.init_seconds = _seconds_since_start()

    def restored(self) -> None:
        """Forgets the init, which was that of a snapshot, not of this environment."""
        self.init_seconds = None

    def begin(self, invocation: Invocation) -> Measurement:
        """Begins to measure an invocation."""
        return Measurement(self, invocation)


class Measurement:
    """One invocation, from its begin."""

    __slots__ = ("_attributes", "_cold_start", "_metrics", "_start", "_start_cpu")

    def __init__(self, metrics: FunctionMetrics, invocation: Invocation) -> None:
        self._metrics = metrics
        self._attributes = {"faas.trigger": invocation.trigger.type}
        self._cold_start = invocation.cold_start
        self._start = time.monotonic()
        self._start_cpu = time.process_time()

    def timed_out(self) -> None:
        """Takes note that the invocation is about to time out."""
        self._metrics.timeouts.add(1, self._attributes)

    def end(self, failed: bool) -> None:
        """Records the invocation."""
        metrics, attributes = self._metrics, self._attributes
        metrics.invoke_duration.record(time.monotonic() - self._start, attributes)
        (metrics.errors if failed else metrics.invocations).add(1, attributes)
        if self._cold_start:
            metrics.coldstarts.add(1, attributes)
            if metrics.init_seconds is not None:
                metrics.init_duration.record(metrics.init_seconds, attributes)
                metrics.init_seconds = None
        metrics.cpu_usage.record(time.process_time() - self._start_cpu, attributes)
        memory = _peak_memory()
        if memory is not None:
            metrics.mem_usage.record(memory, attributes)


def _seconds_since_start() -> float | None:
    """Returns the age of the process; None where /proc does not tell it."""
    try:
        with open("/proc/self/stat", "rb") as file:
            # the second field, in parentheses, may have blanks
            started = int(file.read().rpartition(b")")[2].split()[19])
        import os

        return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _peak_memory() -> int | None:
    """Returns the most memory that the process has had at once, in bytes."""
    try:
        with open("/proc/self/status", "rb") as file:
            for line in file:
                if line.startswith(b"VmHWM:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None
