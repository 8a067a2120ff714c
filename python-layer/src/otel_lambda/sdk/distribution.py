"""A distribution of OpenTelemetry's, which the function or an add-on layer brings.

Its `configure` sets defaults of variables, as with `opentelemetry-instrument`; some set up an SDK, too.
"""

from __future__ import annotations

from otel_lambda.diagnostics import describe, warn
from otel_lambda.sdk import entry_points

_GROUP = "opentelemetry_distro"


def configure(name: str) -> None:
    """Runs the distribution; a line says why if it does not run."""
    try:
        entry_points.load(_GROUP, name)().configure()
    except Exception as error:
        warn(f"OTEL_PYTHON_DISTRO={name}: {describe(error)}; the layer's own is used")
