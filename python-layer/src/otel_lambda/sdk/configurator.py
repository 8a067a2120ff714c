"""A configurator of opentelemetry-sdk, which the function or an add-on layer brings, sets up the SDK.

Its provider's processors get the layer's spans when they have ended, and are told to flush with each
flush of the layer's, as their own threads know no freeze. Spans that the function makes are the SDK's.
"""

from __future__ import annotations

from otel_lambda.diagnostics import describe, warn
from otel_lambda.sdk.exporters import SpanExporters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

_GROUP = "opentelemetry_configurator"


class _Processors:
    """The processors of a provider, as an exporter."""

    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self._processor = provider._active_span_processor

    def export(self, spans: Iterable[Any]) -> None:
        """Hands over spans, and waits until they are exported."""
        for span in spans:
            self._processor.on_end(span)
        self._provider.force_flush()


def load(name: str, describe_resource: Callable[[], Mapping[str, Any]]) -> SpanExporters | None:
    """Runs the configurator; None, with a line, if there is none or it sets up no SDK."""
    try:
        provider = _configured(name)
    except Exception as error:
        warn(f"OTEL_PYTHON_CONFIGURATOR={name}: {describe(error)}; the layer's own is used")
        return None
    return SpanExporters({name: _Processors(provider)}, describe_resource)


def _configured(name: str) -> Any:
    from importlib.metadata import distributions

    points = [
        point
        for distribution in distributions()
        for point in distribution.entry_points
        if point.group == _GROUP and point.name == name
    ]
    if not points:
        raise LookupError("the function's packages lack it")
    points[0].load()().configure()
    from opentelemetry import trace  # type: ignore[import-not-found,unused-ignore]

    provider = trace.get_tracer_provider()
    if not hasattr(provider, "_active_span_processor"):
        raise LookupError("it sets up no SDK")
    return provider
