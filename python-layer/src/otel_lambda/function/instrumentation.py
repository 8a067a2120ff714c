"""Around one invocation: the span begins, the handler runs, the span ends, the flush has its turn.

Whatever fails in here, the handler still runs, with the same event, and what it raises is raised.
"""

from __future__ import annotations

from otel_lambda.diagnostics import warn_failure
from otel_lambda.flush import policy
from otel_lambda.flush.before_response import budget
from otel_lambda.function.spans import FunctionSpans, Invocation
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.context import ROOT
from otel_lambda.sdk.span import RemoteSpan, SpanContext
from otel_lambda.trigger.base import Trigger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextvars import Token
    from typing import Any

    from otel_lambda.function.metrics import FunctionMetrics, Measurement
    from otel_lambda.function.payloads import Payloads
    from otel_lambda.function.request import Request
    from otel_lambda.function.timeout_guard import Guarded, TimeoutGuard
    from otel_lambda.sdk.context import Context
    from otel_lambda.telemetry import Telemetry


_SNAPSHOT_BUDGET = 2.0


class FunctionInstrumentation:
    """Traces the invocations of one handler; made at init, before the user's code."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._telemetry = telemetry
        self._spans = FunctionSpans(telemetry)
        self._policy = policy.create(telemetry)
        self._guard = _create_guard(telemetry)
        self._metrics = _create_metrics(telemetry)
        self._payloads = _create_payloads(telemetry)
        self._running: Running | None = None

    def begin(self, event: Any, request: Request, received: Any) -> None:
        """Begins an invocation: its span is current until `leave`; `received` is the event's text."""
        # one that the runtime could not finish, as it failed in between
        self.finish()
        running = self._running = Running(request)
        self._telemetry.tracer_provider.open.clear()
        running.invocation = self._spans.start(event, request)
        if self._payloads is not None:
            self._payloads.received(running.invocation.span, received)
        if self._metrics is not None:
            running.measurement = self._metrics.begin(running.invocation)
        running.guarded = self._begin_guard(running)
        running.token = contexts.attach(running.invocation.context)

    def _begin_guard(self, running: Running) -> Guarded | None:
        remaining = running.request.remaining()
        if self._guard is None or remaining <= 0:
            return None
        return self._guard.begin(running.invocation.span, remaining, running.measurement)

    def leave(self, response: Any, raised: BaseException | None) -> None:
        """Takes what came of the handler, or what ends the process; its span is no longer current."""
        running = self._running
        if running is None:
            return
        running.detach()
        if raised is not None:
            running.raised = True
            running.invocation.fail(raised)
        else:
            running.invocation.responded(response)

    def marshalled(self, response: Any) -> None:
        """Takes what the runtime has made of the response: its text, and the text's type."""
        if self._payloads is not None and self._running is not None:
            self._payloads.responded(self._running.invocation.span, response)

    def fail(self, error_type: str, message: str) -> None:
        """Takes an error of the runtime's after the handler, such as a response that is no JSON."""
        running = self._running
        if running is not None:
            running.detach()
            running.raised = True
            running.invocation.fail_with_type(error_type, message)

    def finish(self, exiting: bool = False) -> None:
        """Ends the invocation that was begun last, and lets the flush have its turn; once.

        `exiting` tells that the process is about to end, so that nothing may wait.
        """
        running, self._running = self._running, None
        if running is None:
            return
        try:
            # what follows is no longer the handler's: while a flush waits, the guard has no say
            if self._guard is not None and running.guarded is not None:
                self._guard.end(running.guarded)
            running.invocation.span.end()
            if running.measurement is not None:
                running.measurement.end(running.raised)
            if exiting:
                self._telemetry.flush(budget(running.request.remaining()))
            else:
                self._policy.after_invocation(running.request.id, running.request.remaining())
        except Exception as error:
            warn_failure("what this invocation reported may be late or lost", error)

    def initialized(self) -> None:
        """Takes note of the end of the init."""
        self._policy.initialized()
        if self._metrics is not None:
            self._metrics.initialized()

    def before_snapshot(self) -> None:
        """Sends what the init has reported: what is held would be every copy's."""
        self._telemetry.flush(_SNAPSHOT_BUDGET)

    def restored(self) -> None:
        """Takes note that the process is now one of many that were made from a snapshot."""
        self._telemetry.restored()
        if self._guard is not None:
            self._guard.reset()
        self._spans.restored()
        if self._metrics is not None:
            self._metrics.restored()


class Running:
    """What there is of an invocation while it runs."""

    __slots__ = ("guarded", "invocation", "measurement", "raised", "request", "token")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.invocation = Invocation(Trigger(), RemoteSpan(SpanContext(0, 0, 0)), ROOT, False)
        self.token: Token[Context] | None = None
        self.guarded: Guarded | None = None
        self.measurement: Measurement | None = None
        self.raised = False

    def detach(self) -> None:
        """Makes the span no longer current."""
        if self.token is not None:
            contexts.detach(self.token)
            self.token = None


def _create_guard(telemetry: Telemetry) -> TimeoutGuard | None:
    if not telemetry.settings.timeout_guard or telemetry.spans is None:
        return None
    from otel_lambda.function.timeout_guard import TimeoutGuard

    return TimeoutGuard(telemetry)


def _create_payloads(telemetry: Telemetry) -> Payloads | None:
    captured = telemetry.settings.captured_payloads
    if not captured:
        return None
    from otel_lambda.function.payloads import Payloads

    return Payloads(telemetry.settings, captured)


def _create_metrics(telemetry: Telemetry) -> FunctionMetrics | None:
    if not telemetry.settings.exporters("metrics"):
        return None
    from otel_lambda.function.metrics import FunctionMetrics

    return FunctionMetrics(telemetry)
