"""The propagators that OTEL_PROPAGATORS names, as one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from otel_lambda.sdk.context import Context

    class Format(Protocol):
        """What a module of this package has."""

        FIELDS: tuple[str, ...]

        def extract(self, context: Context, headers: Mapping[str, str]) -> Context:
            """Returns the context with what the headers say; their names are in lower case."""

        def inject(self, context: Context, put: Callable[[str, str], None]) -> None:
            """Puts the headers of the context."""


class Propagator:
    """Reads and writes each format in the order given; what reads last wins, as in the SDK."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self._formats = [_load(name) for name in names]

    def extract(self, context: Context, headers: Mapping[str, str]) -> Context:
        """Returns the context with what the headers say; their names are in lower case."""
        for each in self._formats:
            context = each.extract(context, headers)
        return context

    def inject(self, context: Context, put: Callable[[str, str], None]) -> None:
        """Puts the headers of the context."""
        for each in self._formats:
            each.inject(context, put)

    @property
    def fields(self) -> set[str]:
        """Returns the names of the headers that may be put."""
        return {field for each in self._formats for field in each.FIELDS}


def _load(name: str) -> Format:
    # a statement for each, so that types are checked
    if name == "tracecontext":
        from otel_lambda.propagation import tracecontext

        return tracecontext
    if name == "baggage":
        from otel_lambda.propagation import baggage

        return baggage
    if name in ("xray", "xray-lambda"):
        from otel_lambda.propagation import xray

        return xray
    if name == "jaeger":
        from otel_lambda.propagation import jaeger

        return jaeger
    if name == "ottrace":
        from otel_lambda.propagation import ottrace

        return ottrace
    from otel_lambda.propagation import b3

    return b3.B3(multiple=name == "b3multi")
