"""The context that an invocation continues, and those of the senders of its messages.

X-Ray's header is looked at last. AWS's services write it anew on the way, often with `Sampled=0`,
so it is no parent where another header names one.
"""

from __future__ import annotations

from otel_lambda.sdk.context import ROOT
from otel_lambda.sdk.span import RemoteSpan
from otel_lambda.trigger.base import AWS_TRACE_HEADER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.function.request import Request
    from otel_lambda.propagation.propagator import Propagator
    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.span import Span, SpanContext

_XRAY = "x-amzn-trace-id"


class Parents:
    """Reads contexts from events, client contexts, messages and the environment."""

    def __init__(self, propagator: Propagator) -> None:
        self._propagator = propagator
        self._xray_lambda = "xray-lambda" in propagator.names

    def of_invocation(self, headers: dict[str, str], request: Request) -> Context:
        """Returns the parent that the event's headers, the client context or the environment names."""
        carrier = request.client_headers()
        carrier.update(headers)
        xray = carrier.pop(_XRAY, "")
        # root: whatever an earlier invocation left current is not this one's parent
        parent = self._propagator.extract(ROOT, carrier)
        if parent.span is not None and parent.span.context.is_valid:
            return parent
        if self._xray_lambda:
            xray = request.trace_header or xray
        return self._propagator.extract(parent, {_XRAY: xray}) if xray else parent

    def link(self, span: Span, message: dict[str, str], parent: SpanContext | None) -> None:
        """Links to the sender of a message, if that is not the parent already."""
        sender = self._sender(message)
        if sender is not None and not sender.same_span(parent):
            span.add_link(sender)
        xray = _xray(message)
        if xray is not None and not xray.same_span(parent) and not xray.same_span(sender):
            span.add_link(xray)

    def of_message(self, message: dict[str, str], otherwise: Context) -> Context:
        """Returns the sender's context, which X-Ray's header is only where nothing else is."""
        context = self._propagator.extract(ROOT, message)
        known = otherwise.span.context if otherwise.span is not None else None
        if context.span is not None and not context.span.context.same_span(known):
            return context
        xray = _xray(message)
        return otherwise if xray is None else otherwise.with_span(RemoteSpan(xray))

    def _sender(self, message: dict[str, str]) -> SpanContext | None:
        span = self._propagator.extract(ROOT, message).span if message else None
        return None if span is None else span.context


def _xray(message: dict[str, str]) -> SpanContext | None:
    header = message.get(AWS_TRACE_HEADER)
    if not header:
        return None
    from otel_lambda.propagation.xray import parse

    return parse(header)
