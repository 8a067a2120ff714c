"""Sends when the caller has the response: an extension inside the runtime's process.

Lambda tells it of each invocation, and it asks for the next only when the export is done. Until
then, the environment is not frozen. It never holds an invocation beyond its deadline. Where Lambda
does not tell it of invocations any more, telemetry leaves before the response.
"""

from __future__ import annotations

from time import monotonic, sleep, time

from otel_lambda.concurrency import Condition, start_thread
from otel_lambda.diagnostics import describe, warn, warn_failure
from otel_lambda.flush.before_response import limit
from otel_lambda.flush.extensions_api import ExtensionsApi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.flush.before_response import BeforeResponse
    from otel_lambda.telemetry import Telemetry

_PAUSE = 0.002
"""In which the runtime sends the response, undisturbed by the export."""

_RETRY = 1.0


class AfterResponse:
    """The policy and its thread; the condition guards what they tell each other."""

    def __init__(self, telemetry: Telemetry, otherwise: BeforeResponse) -> None:
        self._telemetry = telemetry
        self._otherwise = otherwise
        self._timeout = telemetry.settings.flush_timeout
        self._api = ExtensionsApi(telemetry.settings.runtime_api)
        self._condition = Condition()
        self._told = ""
        self._done = ""
        self._failed = False

    def start(self) -> bool:
        """Registers the extension, which Lambda allows during init only; returns if it has."""
        try:
            self._api.register()
        except OSError as error:
            warn(f"telemetry leaves before the response: no extension can be registered: {describe(error)}")
            return False
        return start_thread("telemetry leaves before the response", self._run)

    def initialized(self) -> None:
        """Does nothing."""

    def after_invocation(self, request_id: str, remaining: float) -> None:
        """Lets the thread send, or sends before the response where the thread cannot."""
        with self._condition:
            missed_last = self._done not in ("", self._told) and request_id != self._told
            self._done = request_id
            self._condition.notify_all()
        if missed_last and not self._failed:
            # Lambda begins no invocation before it has told of the last one and been asked for the next
            self._fail("Lambda does not tell of invocations")
        if self._failed:
            self._otherwise.after_invocation(request_id, remaining)

    def _run(self) -> None:
        while True:
            try:
                self._serve_next()
            except Exception as error:
                self._fail(f"the Extensions API fails: {describe(error)}")
                self._flush(0.0)
                # asked on, as Lambda waits for that with each invocation
                sleep(_RETRY)

    def _serve_next(self) -> None:
        asked = monotonic()
        request_id, deadline = self._api.next_invocation()
        self.waited(monotonic() - asked)
        with self._condition:
            self._told = request_id
            while not self._failed and self._done != request_id:
                left = deadline - time()
                if left <= 0 or not self._condition.wait(left):
                    break
        if not self._failed and not self.may_hold():
            sleep(_PAUSE)
            self._flush(limit(self._timeout, deadline - time()))
            self.exported()

    def may_hold(self) -> bool:
        """Tells if what is held may wait for a later invocation."""
        return False

    def waited(self, seconds: float) -> None:
        """Takes the time between the request for the next invocation and its begin."""

    def exported(self) -> None:
        """Takes note of the end of an export, whatever came of it."""

    def _flush(self, seconds: float) -> None:
        try:
            self._telemetry.flush(seconds)
        except Exception as error:
            warn_failure("what was reported may be late or lost", error)

    def _fail(self, why: str) -> None:
        if not self._failed:
            self._failed = True
            warn(f"telemetry leaves before the response from now on: {why}")
