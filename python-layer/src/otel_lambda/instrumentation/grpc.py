"""gRPC's synchronous client, 1.71 on: one span for each call, until its last response."""

from __future__ import annotations

from otel_lambda.instrumentation import rpc
from otel_lambda.instrumentation.support import guarded, is_suppressed, replaced, tracer, wrap
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk import exceptions
from otel_lambda.sdk.span import CLIENT, ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.telemetry import Telemetry

_NOT_DESCRIBED = "a call of gRPC is not described"
_BLOCKING = ("__call__", "with_call")
_CLASSES = (
    ("_UnaryUnaryMultiCallable", _BLOCKING, ("future",)),
    ("_StreamUnaryMultiCallable", _BLOCKING, ("future",)),
    ("_UnaryStreamMultiCallable", (), ("__call__",)),
    ("_SingleThreadedUnaryStreamMultiCallable", (), ("__call__",)),
    ("_StreamStreamMultiCallable", (), ("__call__",)),
)
"""Classes, their methods that return when the call has ended, and those that return a call under way."""


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `grpc._channel`."""
    own_tracer = tracer(telemetry, "grpc")

    def start(callable_: Any) -> AnySpan | None:
        if is_suppressed() or own_tracer.scope.name in replaced:
            return None
        described = guarded(_NOT_DESCRIBED, rpc.request, callable_)
        return None if described is None else own_tracer.start_span(described[0], CLIENT, described[1])

    def making(blocking: bool) -> Any:
        def make(original: Any) -> Any:
            def call(
                self: Any,
                request: Any,
                timeout: Any = None,
                metadata: Any = None,
                *arguments: Any,
                **named: Any,
            ) -> Any:
                span = start(self)
                if span is None:
                    return original(self, request, timeout, metadata, *arguments, **named)
                context = rpc.child_context(span)
                added = guarded(
                    "a call has no trace context", rpc.added_metadata, telemetry, context, metadata
                )
                token = contexts.attach(context)
                try:
                    if added:
                        metadata = tuple(metadata or ()) + added
                    result = original(self, request, timeout, metadata, *arguments, **named)
                except BaseException as error:
                    guarded(_NOT_DESCRIBED, _fail, span, error)
                    span.end()
                    raise
                finally:
                    contexts.detach(token)
                if blocking:
                    span.set_attribute("rpc.response.status_code", "OK")
                    span.end()
                else:
                    guarded(_NOT_DESCRIBED, _end_with, span, result)
                return result

            return call

        return make

    for class_name, blocking, others in _CLASSES:
        owner = vars(module).get(class_name)
        if owner is not None:
            for name in blocking:
                wrap(owner, name, making(True))
            for name in others:
                wrap(owner, name, making(False))


def _end_with(span: AnySpan, call: Any) -> None:
    """Ends the span when the call has ended, in a thread of gRPC's, or now."""

    def end() -> None:
        guarded(_NOT_DESCRIBED, lambda: rpc.set_status(span, call.code(), call.details()))
        span.end()

    if not call.add_callback(end):
        end()


def _fail(span: AnySpan, error: Any) -> None:
    code = getattr(error, "code", None)
    if callable(code) and hasattr(code(), "name"):
        rpc.set_status(span, code(), error.details())
    else:
        span.set_attribute("error.type", exceptions.type_of(error))
        span.set_status(ERROR, exceptions.status_of(error))
    span.record_exception(error)
