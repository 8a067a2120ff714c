"""Lambda (semantic-conventions v1.44.0, docs/faas/faas-spans.md)."""

from __future__ import annotations

from otel_lambda.instrumentation.aws.service import Service
from otel_lambda.sdk import context as contexts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_MAX_CONTEXT = 3583
"""The bytes in base64 that Lambda takes."""


class Functions(Service):
    """A call of a function, or of Lambda's other operations."""

    def request_attributes(self) -> dict[str, Any]:
        """Returns the function that is invoked."""
        if self.operation != "Invoke":
            return {}
        name = str(self.parameters.get("FunctionName", ""))
        parts = name.split(":")
        if "function" in parts:
            name = parts[parts.index("function") + 1]
        elif len(parts) > 1:
            # ACCOUNT:function or NAME:QUALIFIER
            name = parts[0]
        return {
            "faas.invoked_provider": "aws",
            "faas.invoked_name": name,
            "faas.invoked_region": self.region,
        }

    def inject(self, telemetry: Telemetry) -> dict[str, Any] | None:
        """Puts the context into the client context, which does not change what the function is given."""
        if self.operation != "Invoke":
            return None
        import json
        from binascii import a2b_base64, b2a_base64

        given = self.parameters.get("ClientContext")
        context: Any = json.loads(a2b_base64(given)) if given else {}
        if not isinstance(context, dict):
            return None
        custom = dict(context.get("custom") or {})
        telemetry.propagator.inject(contexts.current(), custom.__setitem__)
        encoded = b2a_base64(json.dumps({**context, "custom": custom}).encode(), newline=False).decode()
        return {**self.parameters, "ClientContext": encoded} if len(encoded) <= _MAX_CONTEXT else None
