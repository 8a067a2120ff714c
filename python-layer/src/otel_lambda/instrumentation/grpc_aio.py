"""gRPC's asyncio client, 1.71 on: one span for each call, until its last response."""

from __future__ import annotations

from otel_lambda.instrumentation import rpc
from otel_lambda.instrumentation.support import guarded, is_suppressed, replaced, tracer, wrap
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.span import CLIENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.telemetry import Telemetry

_NOT_DESCRIBED = "a call of gRPC is not described"


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `grpc.aio._channel`."""
    own_tracer = tracer(telemetry, "grpc")

    def make(original: Any) -> Any:
        def call(self: Any, *arguments: Any, **named: Any) -> Any:
            if is_suppressed() or own_tracer.scope.name in replaced:
                return original(self, *arguments, **named)
            described = guarded(_NOT_DESCRIBED, rpc.request, self)
            if described is None:
                return original(self, *arguments, **named)
            span = own_tracer.start_span(described[0], CLIENT, described[1])
            context = rpc.child_context(span)
            metadata = named.get("metadata")
            added = guarded("a call has no trace context", rpc.added_metadata, telemetry, context, metadata)
            if added:
                named["metadata"] = tuple(metadata or ()) + added
            token = contexts.attach(context)
            try:
                result = original(self, *arguments, **named)
            except BaseException as error:
                span.record_exception(error)
                span.end()
                raise
            finally:
                contexts.detach(token)
            guarded(_NOT_DESCRIBED, result.add_done_callback, lambda call: _end(span, call))
            return result

        return call

    for kind in ("UnaryUnary", "UnaryStream", "StreamUnary", "StreamStream"):
        wrap(vars(module)[kind + "MultiCallable"], "__call__", make)


def _end(span: AnySpan, call: Any) -> None:
    guarded(_NOT_DESCRIBED, lambda: rpc.set_status(span, _now(call.code()), _now(call.details())))
    span.end()


def _now(coroutine: Any) -> Any:
    """Returns what a coroutine returns that has nothing left to wait for."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise RuntimeError("a call that is done has no status yet")
