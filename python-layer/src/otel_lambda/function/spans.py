"""The span of an invocation (semantic-conventions v1.44.0, docs/faas/aws-lambda.md)."""

from __future__ import annotations

from time import time_ns

from otel_lambda.diagnostics import warn_failure
from otel_lambda.function.arn import attributes_of
from otel_lambda.function.parent import Parents
from otel_lambda.sdk.context import ROOT
from otel_lambda.sdk.span import ERROR, Span
from otel_lambda.trigger.base import Trigger
from otel_lambda.trigger.triggers import trigger_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.function.queue_spans import QueueSpans
    from otel_lambda.function.request import Request
    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.sdk.tracer import Tracer
    from otel_lambda.telemetry import Telemetry

SCOPE = "io.opentelemetry.lambda"


class Invocation:
    """One invocation: its trigger, its span, the context in which the handler runs."""

    __slots__ = ("cold_start", "context", "span", "trigger")

    def __init__(self, trigger: Trigger, span: AnySpan, context: Context, cold_start: bool) -> None:
        self.trigger = trigger
        self.span = span
        self.context = context
        self.cold_start = cold_start

    def fail(self, exception: BaseException) -> None:
        """Records what the handler raised."""
        if isinstance(self.span, Span):
            self.span.fail(exception)

    def fail_with_type(self, error_type: str, message: str) -> None:
        """Records an error of the runtime's, such as that of a response that is no JSON."""
        self.span.set_status(ERROR, message)
        self.span.set_attribute("error.type", error_type)

    def responded(self, response: Any) -> None:
        """Sets what the response tells."""
        if not self.span.is_recording():
            return
        status = self.trigger.status_code(response)
        if status is not None:
            self.span.set_attribute("http.response.status_code", status)
            if status >= 500:
                self.span.set_status(ERROR)
                self.span.set_attribute("error.type", str(status))


class FunctionSpans:
    """Starts the spans of invocations; what cannot be read from an event is missing on them."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._tracer = telemetry.tracer_provider.tracer(SCOPE)
        self._parents = Parents(telemetry.propagator)
        self._single_message_parent = telemetry.settings.single_message_parent
        self._function_name = telemetry.settings.lambda_variable("LAMBDA_FUNCTION_NAME") or "function"
        self._version = telemetry.settings.lambda_variable("LAMBDA_FUNCTION_VERSION") or "$LATEST"
        self._queue_spans = _create_queue_spans(telemetry, self._tracer)
        self._cold_start = True
        self._restored = 0

    def start(self, event: Any, request: Request) -> Invocation:
        """Starts a span."""
        trigger = _guarded(trigger_of, "an invocation's trigger is not known", Trigger(), event)
        parent = _guarded(
            self._parents.of_invocation,
            "an invocation's parent is not known",
            ROOT,
            _guarded(trigger.headers, "the headers of an event are not known", {}, event),
            request,
        )
        senders: list[dict[str, str]] = _guarded(
            trigger.messages, "the senders of messages are not known", []
        )
        if self._single_message_parent and trigger.is_single_message and senders:
            parent = _guarded(
                self._parents.of_message,
                "the sender of a message is not known",
                parent,
                senders[0],
                parent,
            )
            senders = []
        first, self._cold_start = self._cold_start, False
        name = _guarded(trigger.span_name, "a span has the function's name for want of a better one", None)
        context, start_time = parent, None
        if self._queue_spans is not None:
            context, start_time = _guarded(
                self._queue_spans.begin,
                "the time before an invocation is no span",
                (parent, None),
                trigger,
                event,
                parent,
            )
        span = self._tracer.start_span(
            name or self._function_name, trigger.kind, context=context, start_time=start_time
        )
        if isinstance(span, Span):
            self._describe(span, trigger, request, first)
            for sender in senders:
                _guarded(
                    self._parents.link,
                    "links to the senders of messages are missing",
                    None,
                    span,
                    sender,
                    None if parent.span is None else parent.span.context,
                )
            if first and self._restored:
                span.add_event("otel.lambda.restored", timestamp=self._restored)
        return Invocation(trigger, span, context.with_span(span), first)

    def _describe(self, span: Span, trigger: Trigger, request: Request, first: bool) -> None:
        span.set_attribute("faas.trigger", trigger.type)
        span.set_attribute("faas.invocation_id", request.id)
        span.set_attribute("faas.coldstart", first)
        span.set_attributes(attributes_of(request.arn, self._version))
        span.set_attributes(_guarded(trigger.attributes, "attributes of the trigger are missing", {}))

    def restored(self) -> None:
        """Makes the next invocation the first of an environment that started from a snapshot."""
        self._restored = time_ns()
        self._cold_start = True


def _create_queue_spans(telemetry: Telemetry, tracer: Tracer) -> QueueSpans | None:
    if not telemetry.settings.queue_spans:
        return None
    from otel_lambda.function.queue_spans import QueueSpans

    return QueueSpans(tracer)


def _guarded(read: Any, what: str, otherwise: Any, *arguments: Any) -> Any:
    """Calls what looks at the user's data, of which nothing is certain."""
    try:
        return read(*arguments)
    except Exception as error:
        warn_failure(what, error)
        return otherwise
