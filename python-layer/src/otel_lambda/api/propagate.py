"""`opentelemetry.propagate`: its global propagator is the one that OTEL_PROPAGATORS names."""

from __future__ import annotations

from otel_lambda.api.context import from_api, to_api
from otel_lambda.diagnostics import warn_failure
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.context import ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.telemetry import Telemetry


def connect(module: ModuleType, telemetry: Telemetry) -> None:
    """Sets the global propagator, which the function may set again."""
    api: Any = module
    api._HTTP_TEXT_FORMAT = _propagator_class(api)(telemetry)


def _propagator_class(api: Any) -> Any:
    class LambdaPropagator(api.textmap.TextMapPropagator):  # type: ignore[misc]
        """A propagator with the API's signatures."""

        def __init__(self, telemetry: Telemetry) -> None:
            self._propagator = telemetry.propagator

        def extract(self, carrier: Any, context: Any = None, getter: Any = api.textmap.default_getter) -> Any:
            headers: dict[str, str] = {}
            for name in getter.keys(carrier):
                values = getter.get(carrier, name)
                if isinstance(name, str) and values:
                    headers[name.lower()] = values if isinstance(values, str) else ",".join(map(str, values))
            own = ROOT if context is None else from_api(context)
            return to_api(self._propagator.extract(own, headers), api.Context)

        def inject(self, carrier: Any, context: Any = None, setter: Any = api.textmap.default_setter) -> None:
            own = contexts.current() if context is None else from_api(context)
            try:
                self._propagator.inject(own, lambda name, value: setter.set(carrier, name, value))
            except Exception as error:
                # without a layer there is nothing to inject
                warn_failure("a context is not injected", error)

        @property
        def fields(self) -> set[str]:
            return self._propagator.fields

    return LambdaPropagator
