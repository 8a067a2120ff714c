"""A configurator of opentelemetry-sdk, or a distribution, which the function or an add-on layer brings.

The processors of the SDK that it sets up get the layer's spans when they have ended, and are told to
flush with each flush of the layer's, as their own threads know no freeze. Spans that the function makes
are the SDK's.
"""

from __future__ import annotations

from otel_lambda.diagnostics import describe, warn
from otel_lambda.sdk import entry_points
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
    """Runs the configurator, if one is named, and takes the SDK that is set up then.

    None if there is none: with a line, where a configurator was to set it up.
    """
    try:
        if name:
            entry_points.load(_GROUP, name)().configure()
        provider = _provider()
    except Exception as error:
        if name:
            warn(f"OTEL_PYTHON_CONFIGURATOR={name}: {describe(error)}; the layer's own is used")
        return None
    return SpanExporters({name: _Processors(provider)}, describe_resource)


def _provider() -> Any:
    from opentelemetry import trace  # type: ignore[import-not-found,unused-ignore]

    provider = trace.get_tracer_provider()
    if not hasattr(provider, "_active_span_processor"):
        raise LookupError("it sets up no SDK")
    return provider
