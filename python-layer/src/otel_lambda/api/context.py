"""The API's context and this SDK's are one: each is a view of the other."""

from __future__ import annotations

from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.context import Context
from otel_lambda.sdk.span import RemoteSpan, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextvars import Token
    from types import ModuleType
    from typing import Any


class _Keys:
    """The keys of the API's modules, which are random; None until the module is imported."""

    span: str | None = None
    baggage: str | None = None
    # by which opentelemetry-instrumentation-* packages, and exporters, have a call left alone
    suppress: tuple[str, ...] = ()


class ForeignSpan(RemoteSpan):
    """A span of another SDK, or one that the API has wrapped around a context."""

    __slots__ = ("api",)

    def __init__(self, span: Any) -> None:
        from otel_lambda.sdk import span as spans

        assert spans.from_api_context is not None
        super().__init__(spans.from_api_context(span.get_span_context()))
        self.api = span

    def get_span_context(self) -> Any:
        """Returns that of the other span."""
        return self.api.get_span_context()


class RuntimeContext:
    """What `opentelemetry.context` asks for the current context."""

    def __init__(self, api_context: Any) -> None:
        self._api_context = api_context

    def attach(self, context: Any) -> Token[Context]:
        """Makes the API's context current."""
        return contexts.attach(from_api(context))

    def get_current(self) -> Any:
        """Returns the current context as the API has it."""
        return to_api(contexts.current(), self._api_context)

    def detach(self, token: Token[Context]) -> None:
        """Makes the context current that was so before; raises ValueError for another task's token."""
        contexts.reset(token)


def from_api(context: Any) -> Context:
    """Returns the API's context as this SDK has it."""
    span = context.get(_Keys.span) if _Keys.span is not None else None
    if span is not None and not isinstance(span, (Span, RemoteSpan)):
        try:
            span = ForeignSpan(span)
        except Exception:
            # no span, which the API does not mind
            span = None
    baggage = context.get(_Keys.baggage) if _Keys.baggage is not None else None
    suppressed = any([bool(context.get(key)) for key in _Keys.suppress])
    return Context(span, baggage, suppressed, context)


def to_api(context: Context, api_context: Any) -> Any:
    """Returns this SDK's context as the API has it, made once."""
    known = context.api
    if type(known) is api_context and (not context.baggage or _Keys.baggage in known):
        return known
    values = dict(known or {})
    if context.span is not None and _Keys.span is not None:
        values[_Keys.span] = context.span.api if isinstance(context.span, ForeignSpan) else context.span
    if context.baggage and _Keys.baggage is not None:
        values[_Keys.baggage] = context.baggage
    if context.suppressed:
        values.update(dict.fromkeys(_Keys.suppress, True))
    view = api_context(values)
    # the span's key is not known before opentelemetry.trace is imported
    if _Keys.span is not None:
        context.api = view
    return view


def connect(module: ModuleType) -> None:
    """Connects `opentelemetry.context`."""
    names = ("_SUPPRESS_INSTRUMENTATION_KEY", "_SUPPRESS_HTTP_INSTRUMENTATION_KEY")
    own = [module.__dict__[name] for name in names if name in module.__dict__]
    _Keys.suppress = ("suppress_instrumentation", *own)
    module._RUNTIME_CONTEXT = RuntimeContext(module.Context)  # type: ignore[attr-defined]


def connect_baggage(module: ModuleType) -> None:
    """Connects `opentelemetry.baggage`."""
    _Keys.baggage = module.__dict__["_BAGGAGE_KEY"]


def connect_span_key(key: str) -> None:
    """Takes the key of the current span."""
    _Keys.span = key
