"""The current span and baggage, as they follow a call through functions, threads and tasks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextvars import Context as Variables
    from contextvars import ContextVar, Token
    from typing import Any

    from otel_lambda.sdk.span import AnySpan


def _interpreters(name: str) -> Any:
    """Returns a type of the interpreter's own, which `_contextvars` only names: a library less to load."""
    for each in object.__subclasses__():
        if each.__name__ == name and each.__module__ in ("_contextvars", "builtins"):
            return each
    import _contextvars

    return getattr(_contextvars, name)


class Context:
    """An immutable set of what is current; `api` is the same as opentelemetry-api has it."""

    __slots__ = ("api", "baggage", "span", "suppressed")

    def __init__(
        self,
        span: AnySpan | None = None,
        baggage: Mapping[str, Any] | None = None,
        suppressed: bool = False,
        api: Any = None,
    ) -> None:
        self.span = span
        self.baggage = baggage
        self.suppressed = suppressed
        self.api = api

    def with_span(self, span: AnySpan) -> Context:
        """Returns this context with another span."""
        return Context(span, self.baggage, self.suppressed, self._api_values())

    def with_baggage(self, baggage: Mapping[str, Any]) -> Context:
        """Returns this context with other baggage."""
        return Context(self.span, baggage, self.suppressed, self._api_values())

    def without_calls(self) -> Context:
        """Returns this context with library calls untraced, such as those below an SDK's call."""
        return Context(self.span, self.baggage, True, self._api_values())

    def _api_values(self) -> Any:
        """Returns the API's other values, for which the view is made anew."""
        return None if self.api is None else dict(self.api)


ROOT = Context()
_current: ContextVar[Context] = _interpreters("ContextVar")("otel_lambda_context", default=ROOT)

current = _current.get


def new_variables() -> Variables:
    """Returns an empty set of context variables."""
    variables: Variables = _interpreters("Context")()
    return variables


def attach(context: Context) -> Token[Context]:
    """Makes the context current, until `detach`."""
    return _current.set(context)


reset = _current.reset


def detach(token: Token[Context]) -> None:
    """Makes the context current that was so before `attach`; another task's token is ignored."""
    try:
        _current.reset(token)
    except ValueError:
        pass


def current_span() -> AnySpan | None:
    """Returns the current span, or None."""
    return _current.get().span
