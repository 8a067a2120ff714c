"""What all services have in common."""

from __future__ import annotations

from otel_lambda.sdk.span import CLIENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.instrumentation.support import Call
    from otel_lambda.telemetry import Telemetry


class Service:
    """One call of an operation; `parameters` are the function's."""

    def __init__(self, client: Any, operation: str, parameters: Any) -> None:
        meta = client.meta
        self.service_id = str(meta.service_model.service_id)
        self.operation = operation
        self.parameters: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
        self.region = meta.region_name
        self._endpoint = meta.endpoint_url

    def span_name(self) -> str:
        """Returns `SERVICE.OPERATION`."""
        return f"{self.service_id}.{self.operation}"

    def kind(self) -> int:
        """Returns the span's kind."""
        return CLIENT

    def attributes(self) -> dict[str, Any]:
        """Returns the attributes of a request."""
        values: dict[str, Any] = {
            "rpc.system": "aws-api",
            "rpc.service": self.service_id,
            "rpc.method": self.operation,
            "cloud.region": self.region,
        }
        if self._endpoint:
            from otel_lambda.sdk.http.url import Url

            url = Url(self._endpoint)
            values["server.address"] = url.host
            values["server.port"] = url.port
        values.update(self.request_attributes())
        return values

    def request_attributes(self) -> dict[str, Any]:
        """Returns what this service's request tells."""
        return {}

    def response_attributes(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns what this service's response tells."""
        return {}

    def follow(self, result: dict[str, Any], call: Call) -> bool:
        """Lets the call's span end with a stream in the response; False where it ends with the response."""
        return False

    def inject(self, telemetry: Telemetry) -> dict[str, Any] | None:
        """Returns a copy of the parameters in which the current context is; None where it has no place."""
        return None
