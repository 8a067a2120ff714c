"""The modules of opentelemetry-api that are connected when the function imports them."""

from __future__ import annotations

import os

from otel_lambda.finder import finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from otel_lambda.telemetry import Telemetry

_PROPAGATORS = "OTEL_PROPAGATORS"


def install(telemetry: Telemetry) -> None:
    """Waits for the API, of any version from 1.15 on."""

    def connect_context(module: ModuleType) -> None:
        from otel_lambda.api import context

        context.connect(module)

    def connect_trace(module: ModuleType) -> None:
        from otel_lambda.api import trace

        trace.connect(module, telemetry)

    def connect_baggage(module: ModuleType) -> None:
        from otel_lambda.api import context

        context.connect_baggage(module)

    def connect_propagate(module: ModuleType) -> None:
        from otel_lambda.api import propagate

        propagate.connect(module, telemetry)

    def connect_instrumentor(module: ModuleType) -> None:
        from otel_lambda.api import instrumentor

        instrumentor.connect(module)

    finder.add("opentelemetry.context", connect_context)
    finder.add("opentelemetry.trace", connect_trace)
    finder.add("opentelemetry.baggage", connect_baggage)
    finder.add("opentelemetry.propagate", connect_propagate, _without_propagators)
    finder.add("opentelemetry.instrumentation.instrumentor", connect_instrumentor)


def _without_propagators() -> Callable[[], None]:
    """Hides propagators for which the function has no package: the API would not be imported."""
    value = os.environ.get(_PROPAGATORS)
    if value is None:
        return lambda: None
    del os.environ[_PROPAGATORS]

    def restore() -> None:
        os.environ[_PROPAGATORS] = value

    return restore
