"""What patches of libraries have in common: method wrappers, client spans, headers."""

from __future__ import annotations

from otel_lambda import VERSION
from otel_lambda.diagnostics import warn_failure
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.span import CLIENT, RemoteSpan, Span, SpanContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from contextvars import Token
    from types import TracebackType
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.sdk.tracer import Tracer
    from otel_lambda.telemetry import Telemetry

replaced: set[str] = set()
"""The scopes of libraries that are traced by packages which the function has set up."""


def tracer(telemetry: Telemetry, library: str) -> Tracer:
    """Returns the tracer of a library; its scope is named as OpenTelemetry's own instrumentation."""
    return telemetry.tracer_provider.tracer("opentelemetry.instrumentation." + library, VERSION)


def wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replaces a class's or module's function by what `make` makes of it; none of that name is left.

    The function keeps its name, documentation and signature.
    """
    original = getattr(owner, name, None)
    if original is None:
        return
    wrapper = make(original)
    for each in ("__module__", "__name__", "__qualname__", "__doc__", "__wrapped__"):
        value = original if each == "__wrapped__" else getattr(original, each, None)
        try:
            setattr(wrapper, each, value)
        except AttributeError:
            pass
    setattr(owner, name, wrapper)


def subclass(original: Any) -> Any:
    """Returns a subclass that looks as the original, or the original where it cannot have one."""
    same = {name: getattr(original, name) for name in ("__module__", "__qualname__", "__doc__")}
    what = f"calls of {original.__name__} are not traced"
    return guarded(what, type(original), original.__name__, (original,), same) or original


def is_suppressed() -> bool:
    """Tells if calls are not to be traced: those below another library's traced call."""
    return contexts.current().suppressed


def inject(telemetry: Telemetry, headers: MutableMapping[str, str]) -> None:
    """Puts the current context into headers, or any mapping of texts."""
    telemetry.propagator.inject(contexts.current(), headers.__setitem__)


class Call:
    """A call's span, current in a `with` block; an exception that leaves the block is recorded.

    With `suppress`, calls by other libraries in the block are not traced. It is no span of its own
    where the function's own package traces the library.
    """

    __slots__ = ("_context", "_token", "is_described", "is_open", "span")

    def __init__(
        self,
        tracer: Tracer,
        name: str,
        attributes: Mapping[str, Any] | None = None,
        kind: int = CLIENT,
        suppress: bool = True,
    ) -> None:
        context = contexts.current()
        self._context: Context = context
        self.span: AnySpan
        if tracer.scope.name in replaced:
            self.span = RemoteSpan(SpanContext(0, 0, 0) if context.span is None else context.span.context)
        else:
            self.span = tracer.start_span(name, kind, attributes)
            context = context.with_span(self.span)
            self._context = context.without_calls() if suppress else context
        self._token: Token[Context] | None = None
        self.is_described = False
        """True where an exception that leaves the block is a response, and set on the span already."""
        self.is_open = False
        """True where the span ends later than the block."""

    def __enter__(self) -> Call:
        self._token = contexts.attach(self._context)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        frames: TracebackType | None,
    ) -> None:
        if self._token is not None:
            contexts.detach(self._token)
        if error is not None and not self.is_described:
            self.fail(error)
        if not self.is_open:
            self.span.end()

    def fail(self, error: BaseException) -> None:
        """Records what the call raised."""
        if isinstance(self.span, Span):
            self.span.fail(error)


def guarded(what: str, action: Callable[..., Any], *arguments: Any) -> Any:
    """Calls what looks at a library's objects; returns None, with a line, where that fails."""
    try:
        return action(*arguments)
    except Exception as error:
        warn_failure(what, error)
        return None
