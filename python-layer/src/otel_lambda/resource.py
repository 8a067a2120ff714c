"""The function and its environment, from the variables that Lambda sets."""

from __future__ import annotations

from otel_lambda import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.settings import Settings


def create(settings: Settings) -> dict[str, Any]:
    """Returns the resource (semantic-conventions v1.44.0, docs/resource/faas.md); the user's wins."""
    attributes: dict[str, Any] = {
        "telemetry.sdk.language": "python",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.version": VERSION,
        "cloud.provider": "aws",
        "cloud.platform": "aws_lambda",
    }
    for key, variable in (
        ("cloud.region", "REGION"),
        ("faas.name", "LAMBDA_FUNCTION_NAME"),
        ("faas.version", "LAMBDA_FUNCTION_VERSION"),
        ("faas.instance", "LAMBDA_LOG_STREAM_NAME"),
        ("service.name", "LAMBDA_FUNCTION_NAME"),
    ):
        value = settings.lambda_variable(variable)
        if value:
            attributes[key] = value
    if settings.memory_size:
        attributes["faas.max_memory"] = settings.memory_size * 1024 * 1024
    attributes.update(settings.resource)
    attributes.setdefault("service.name", "unknown_service:python")
    return attributes
