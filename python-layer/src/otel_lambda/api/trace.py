"""`opentelemetry.trace`: its global tracer provider is this SDK's, unless the function sets its own."""

from __future__ import annotations

from otel_lambda.api.context import connect_span_key, from_api
from otel_lambda.diagnostics import warn_failure
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk import span as spans
from otel_lambda.sdk.span import INTERNAL, RemoteSpan, Scope, Span, SpanContext
from otel_lambda.sdk.tracer import Tracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.telemetry import Telemetry


_TRACE_ID = (1 << 128) - 1
_SPAN_ID = (1 << 64) - 1


def connect(module: ModuleType, telemetry: Telemetry) -> None:
    """Connects the module: contexts, spans, provider.

    The provider is set without the API's lock that allows it once: a function may set its own SDK's.
    """
    api: Any = module
    connect_span_key(api._SPAN_KEY)
    _connect_contexts(api)
    api.Span.register(Span)
    api.Span.register(RemoteSpan)
    if not telemetry.settings.text("OTEL_PYTHON_TRACER_PROVIDER"):
        api._TRACER_PROVIDER = _provider_class(api)(telemetry)


def _connect_contexts(api: Any) -> None:
    def to_api(context: SpanContext) -> Any:
        if context.api is None:
            state = api.TraceState.from_header([context.trace_state] if context.trace_state else [])
            context.api = api.SpanContext(
                context.trace_id,
                context.span_id,
                context.is_remote,
                api.TraceFlags(context.trace_flags),
                state,
            )
        return context.api

    def from_api_context(context: Any) -> SpanContext:
        state = context.trace_state
        own = SpanContext(
            context.trace_id & _TRACE_ID,
            context.span_id & _SPAN_ID,
            int(context.trace_flags),
            state.to_header() if state else "",
            bool(context.is_remote),
        )
        own.api = context
        return own

    spans.to_api_context = to_api
    spans.from_api_context = from_api_context


def _provider_class(api: Any) -> Any:
    """Makes the classes below the API's abstract ones, which are there only now."""
    agnostic_context_manager = _context_manager()

    class LambdaTracer(api.Tracer):  # type: ignore[misc]
        """A tracer with the API's signatures."""

        def __init__(self, tracer: Tracer) -> None:
            self._tracer = tracer

        def start_span(
            self,
            name: str,
            context: Any = None,
            kind: Any = api.SpanKind.INTERNAL,
            attributes: Any = None,
            links: Any = None,
            start_time: int | None = None,
            record_exception: bool = True,
            set_status_on_exception: bool = True,
        ) -> Any:
            span = self._tracer.start_span(
                name,
                kind.value if isinstance(kind, api.SpanKind) else INTERNAL,
                attributes,
                _context(context),
                start_time,
            )
            if isinstance(span, Span):
                span.records_exception = record_exception
                span.sets_status = set_status_on_exception
                _add_links(span, links)
            return span

        @agnostic_context_manager  # type: ignore[untyped-decorator]
        def start_as_current_span(
            self,
            name: str,
            context: Any = None,
            kind: Any = api.SpanKind.INTERNAL,
            attributes: Any = None,
            links: Any = None,
            start_time: int | None = None,
            record_exception: bool = True,
            set_status_on_exception: bool = True,
            end_on_exit: bool = True,
        ) -> Any:
            span = self.start_span(
                name, context, kind, attributes, links, start_time, record_exception, set_status_on_exception
            )
            with api.use_span(
                span,
                end_on_exit=end_on_exit,
                record_exception=record_exception,
                set_status_on_exception=set_status_on_exception,
            ) as current:
                yield current

    class LambdaTracerProvider(api.TracerProvider):  # type: ignore[misc]
        """The provider of this SDK's tracers."""

        def __init__(self, telemetry: Telemetry) -> None:
            self._telemetry = telemetry

        def get_tracer(
            self,
            instrumenting_module_name: str,
            instrumenting_library_version: str | None = None,
            schema_url: str | None = None,
            attributes: Any = None,
        ) -> Any:
            scope = Scope(
                instrumenting_module_name, instrumenting_library_version or "", schema_url or "", attributes
            )
            return LambdaTracer(Tracer(self._telemetry.tracer_provider, scope))

        def force_flush(self, timeout_millis: int = 30000) -> bool:
            return self._telemetry.flush(timeout_millis / 1000)

    return LambdaTracerProvider


def _context(context: Any) -> Context:
    """Returns the API's context as this SDK has it; the current one for what is none."""
    if context is not None:
        try:
            return from_api(context)
        except Exception as error:
            warn_failure("a span has the current one as its parent", error)
    return contexts.current()


def _add_links(span: Span, links: Any) -> None:
    try:
        for link in links or ():
            span.add_link(link.context, link.attributes)
    except Exception as error:
        warn_failure("links of a span are missing", error)


def _context_manager() -> Any:
    """Returns the API's decorator, which also decorates coroutines; older versions have contextlib's."""
    try:
        from opentelemetry.util._decorator import _agnosticcontextmanager
    except ImportError:
        from contextlib import contextmanager

        return contextmanager
    return _agnosticcontextmanager
