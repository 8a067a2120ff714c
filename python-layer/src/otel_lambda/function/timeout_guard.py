"""Sends what is open of an invocation shortly before its deadline, when Lambda kills the process.

A call that hangs is visible then. A tenth of the invocation's time is left for it, no less than
0.1 s and no more than a second.
"""

from __future__ import annotations

from time import monotonic

from otel_lambda.concurrency import Condition, start_thread
from otel_lambda.diagnostics import warn_failure
from otel_lambda.sdk.span import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.function.metrics import Measurement
    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.telemetry import Telemetry

_MIN_MARGIN = 0.1
_MAX_MARGIN = 1.0
_MIN_SLEEP = 1.0


class Guarded:
    """An invocation that is to end before its deadline; times are those of `monotonic`."""

    __slots__ = ("deadline", "due", "measurement", "span")

    def __init__(self, span: AnySpan, due: float, deadline: float, measurement: Measurement | None) -> None:
        self.span = span
        self.due = due
        self.deadline = deadline
        self.measurement = measurement


class TimeoutGuard:
    """Watches invocations in a thread, which those that end in time do not wake.

    It sleeps until the first one could be due, and so wakes once in a function's timeout at most.
    """

    def __init__(self, telemetry: Telemetry) -> None:
        self._telemetry = telemetry
        self._condition = Condition()
        self._open: Guarded | None = None
        self._usual = _MIN_SLEEP
        self._wakes_at = 0.0
        self._started = False

    def begin(self, span: AnySpan, remaining: float, measurement: Measurement | None) -> Guarded:
        """Begins to watch an invocation that has so many seconds left."""
        now = monotonic()
        margin = min(_MAX_MARGIN, max(_MIN_MARGIN, remaining / 10), remaining / 2)
        guarded = Guarded(span, now + remaining - margin, now + remaining, measurement)
        self._open = guarded
        self._usual = max(remaining - margin, _MIN_SLEEP)
        if not self._started:
            self._wakes_at = guarded.due
            self._started = start_thread("a timeout would not be reported", self._run)
        elif guarded.due < self._wakes_at:
            with self._condition:
                self._condition.notify_all()
        return guarded

    def end(self, guarded: Guarded) -> None:
        """Ends the watch, before the span ends."""
        if self._open is guarded:
            self._open = None

    def reset(self) -> None:
        """Forgets the thread, which is another process's."""
        self._condition = Condition()
        self._started = False
        self._open = None

    def _run(self) -> None:
        while True:
            with self._condition:
                guarded = self._open
                now = monotonic()
                if guarded is None or guarded.due > now:
                    self._wakes_at = now + self._usual if guarded is None else guarded.due
                    # who begins meanwhile has seen the time, or wakes this up
                    self._condition.wait(self._wakes_at - now)
                    continue
                self._open = None
            self._export(guarded)

    def _export(self, guarded: Guarded) -> None:
        try:
            span = guarded.span
            span.set_status(ERROR)
            span.set_attribute("error.type", "timeout")
            if guarded.measurement is not None:
                guarded.measurement.timed_out()
            self._telemetry.export_unfinished(span.context.trace_id, max(0.0, guarded.deadline - monotonic()))
        except Exception as error:
            warn_failure("what an invocation reported before its timeout may be lost", error)
