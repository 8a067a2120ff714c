"""The time that an event waited before its invocation, as a span; loaded only where it is switched on."""

from __future__ import annotations

from time import time_ns

from otel_lambda.sdk.span import INTERNAL
from otel_lambda.trigger.event import node
from otel_lambda.trigger.timestamps import nanos

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.tracer import Tracer
    from otel_lambda.trigger.base import Trigger

_MAX_AGE = 14 * 24 * 3600 * 1_000_000_000
"""As long as SQS keeps a message; what claims to be older is no time of sending."""


class QueueSpans:
    """Makes the span between an event's parent and the invocation's span."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def begin(self, trigger: Trigger, event: Any, parent: Context) -> tuple[Context, int | None]:
        """Makes the span, which ends now.

        Returns the context below it, and its end, when the invocation's span begins; the parent and None
        where the event does not tell since when it waits.
        """
        if not trigger.wait:
            return parent, None
        name, unit, *path = trigger.wait
        records = getattr(trigger, "records", None)
        now = time_ns()
        first = event if records is None else next(iter(records.known), None)
        start = nanos(node(first, *path), unit)
        if start is None or not now - _MAX_AGE <= start < now:
            return parent, None
        span = self._tracer.start_span(name, INTERNAL, {"faas.trigger": trigger.type}, parent, start)
        span.end(now)
        return parent.with_span(span), now
