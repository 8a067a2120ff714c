"""Starts spans, and hands those that have ended to the pipeline."""

from __future__ import annotations

from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.ids import new_span_id, new_trace_id
from otel_lambda.sdk.span import INTERNAL, RemoteSpan, Scope, Span, SpanContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.limits import Limits
    from otel_lambda.sdk.sampler import Sampler
    from otel_lambda.sdk.span import AnySpan

MAX_OPEN = 1000
"""How many open spans are known to the timeout guard; spans that never end must not pile up."""


class TracerProvider:
    """Makes the spans of all scopes: one sampler, one set of limits, one way out."""

    def __init__(self, sampler: Sampler, limits: Limits, on_end: Callable[[Span], None]) -> None:
        self.sampler = sampler
        self.limits = limits
        self.open: dict[int, Span] = {}
        self._export = on_end

    def tracer(self, name: str, version: str = "", schema_url: str = "") -> Tracer:
        """Returns a tracer of an instrumentation scope."""
        return Tracer(self, Scope(name, version, schema_url))

    def ended(self, span: Span) -> None:
        """Takes a span that has ended."""
        self.open.pop(id(span), None)
        self._export(span)


class Tracer:
    """Starts the spans of one scope."""

    __slots__ = ("provider", "scope")

    def __init__(self, provider: TracerProvider, scope: Scope) -> None:
        self.provider = provider
        self.scope = scope

    def start_span(
        self,
        name: str,
        kind: int = INTERNAL,
        attributes: Mapping[str, Any] | None = None,
        context: Context | None = None,
        start_time: int | None = None,
    ) -> AnySpan:
        """Starts a span below that of `context`, by default the current one; it is not made current.

        `start_time` is in nanoseconds since the epoch.
        """
        provider = self.provider
        parent_span = (contexts.current() if context is None else context).span
        parent = parent_span.context if parent_span is not None else None
        if parent is None or not parent.is_valid:
            parent = None
            trace_id, trace_state = new_trace_id(), ""
        else:
            trace_id, trace_state = parent.trace_id, parent.trace_state
        sampled = provider.sampler.is_sampled(parent, trace_id)
        span_context = SpanContext(trace_id, new_span_id(), 1 if sampled else 0, trace_state)
        if not sampled:
            return RemoteSpan(span_context)
        span = Span(
            span_context,
            parent,
            name,
            kind,
            self.scope,
            provider.limits,
            provider.ended,
            start_time,
        )
        if attributes is not None:
            span.set_attributes(attributes)
        if len(provider.open) < MAX_OPEN:
            provider.open[id(span)] = span
        return span
