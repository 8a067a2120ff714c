"""Exporters of opentelemetry-sdk, which the function or an add-on layer brings."""

from __future__ import annotations

from _thread import allocate_lock
from collections import deque

from otel_lambda.concurrency import drain, start_thread
from otel_lambda.diagnostics import warn_failure, warn_once
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk import entry_points

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from otel_lambda.sdk.span import Span, SpanContext

_GROUP = "opentelemetry_traces_exporter"
_MAX_WAITING = 2048


class SpanExporters:
    """Exporters of spans; each batch is exported in a thread, which a flush waits for as long as it may."""

    def __init__(self, exporters: Mapping[str, Any], describe: Callable[[], Mapping[str, Any]]) -> None:
        """Takes exporters by their names, and what returns the resource's attributes."""
        self.names = list(exporters)
        self._exporters = list(exporters.values())
        self._describe = describe
        self._waiting: deque[Span] = deque()
        self._idle = allocate_lock()

    def add(self, span: Span) -> None:
        """Takes a span that has ended."""
        if len(self._waiting) < _MAX_WAITING:
            self._waiting.append(span)
        else:
            warn_once("too many spans", f"more than {_MAX_WAITING} spans wait; new ones are dropped")

    def flush(self, budget: float) -> None:
        """Exports what waits, and returns when that is done, or the time is up."""
        if not self._idle.acquire(timeout=max(budget, 0)):
            return
        if (
            not self._waiting
            or not start_thread("spans are kept until a thread can be started", self._export)
            or self._idle.acquire(timeout=max(budget, 0))
        ):
            self._idle.release()

    def _export(self) -> None:
        # the exporter's own requests are no calls of the function
        contexts.attach(contexts.ROOT.without_calls())
        try:
            from opentelemetry.sdk.resources import (  # type: ignore[import-not-found,unused-ignore]
                Resource,
            )

            resource = Resource(self._describe())
            converted = [_converted(span, resource) for span in drain(self._waiting)]
            for exporter in self._exporters:
                exporter.export(converted)
        except Exception as error:
            warn_failure("spans are lost, as the exporter has failed", error)
        finally:
            self._idle.release()

    def reset(self, keep: bool) -> None:
        """Begins anew in a copy of the process."""
        self._idle = allocate_lock()
        if not keep:
            self._waiting.clear()


def load(
    names: list[str], made: Mapping[str, Any], describe: Callable[[], Mapping[str, Any]]
) -> SpanExporters | None:
    """Returns what is made, and what packages have by entry points; None if there is neither."""
    exporters = {**made}
    others = entry_points.find(_GROUP, [each for each in names if each not in made])
    for name, point in others.items():
        try:
            exporters[name] = point.load()()
        except Exception as error:
            warn_failure(f"the exporter {name} cannot be made", error)
    return SpanExporters(exporters, describe) if exporters else None


def _converted(span: Span, resource: Any) -> Any:
    from opentelemetry.sdk import trace as sdk  # type: ignore[import-not-found,unused-ignore]
    from opentelemetry.sdk.util.instrumentation import (  # type: ignore[import-not-found,unused-ignore]
        InstrumentationScope,
    )
    from opentelemetry.trace import (  # type: ignore[import-not-found,unused-ignore]
        Link,
        SpanKind,
        Status,
        StatusCode,
    )

    return sdk.ReadableSpan(
        name=span.name,
        context=_context(span.context),
        parent=None if span.parent is None else _context(span.parent),
        resource=resource,
        attributes=span.attributes,
        events=[sdk.Event(each.name, each.attributes, each.time) for each in span.events],
        links=[Link(_context(each.context), each.attributes) for each in span.links],
        kind=SpanKind(span.kind),
        instrumentation_scope=InstrumentationScope(
            span.scope.name, span.scope.version, span.scope.schema_url
        ),
        status=Status(StatusCode(span.status), span.description or None),
        start_time=span.start_time,
        end_time=span.end_time,
    )


def _context(context: SpanContext) -> Any:
    from opentelemetry.trace import (  # type: ignore[import-not-found,unused-ignore]
        SpanContext,
        TraceFlags,
        TraceState,
    )

    state = TraceState.from_header([context.trace_state]) if context.trace_state else TraceState()
    return SpanContext(context.trace_id, context.span_id, False, TraceFlags(context.trace_flags), state)
