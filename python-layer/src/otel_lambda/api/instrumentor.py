"""`opentelemetry.instrumentation.instrumentor`: a package that the function sets up takes a library over."""

from __future__ import annotations

from otel_lambda.instrumentation.support import replaced, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def connect(module: ModuleType) -> None:
    """Patches `BaseInstrumentor`, which all packages derive from."""
    base: Any = module.__dict__["BaseInstrumentor"]
    for name in ("instrument", "uninstrument"):
        wrap(base, name, _make)


def _make(original: Any) -> Any:
    def call(self: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return original(self, *arguments, **named)
        finally:
            # it stays as it was where the package does not fit the library
            _take_note(type(self).__module__, self.is_instrumented_by_opentelemetry)

    return call


def _take_note(package: str, is_instrumented: bool) -> None:
    if is_instrumented:
        replaced.add(package)
    else:
        replaced.discard(package)
