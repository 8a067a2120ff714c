"""What the spans of gRPC's clients have in common (semantic-conventions v1.44.0, rpc/grpc.md)."""

from __future__ import annotations

from otel_lambda.instrumentation.support import guarded
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.span import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.telemetry import Telemetry


def request(callable_: Any) -> tuple[str, dict[str, Any]]:
    """Returns the name and the attributes of a call by a "multi-callable" of gRPC."""
    method = callable_._method
    name = (method.decode() if isinstance(method, bytes) else str(method)).lstrip("/")
    values = {"rpc.system.name": "grpc", "rpc.method": name}
    target = guarded("a server of gRPC is not described", _target, callable_)
    if target:
        values.update(target)
    return name, values


def _target(callable_: Any) -> dict[str, Any]:
    # a method of the synchronous channel, an attribute of the other, and not there in older versions of that
    target = getattr(callable_._channel, "target", None)
    if target is None:
        return {}
    target = target() if callable(target) else target
    text = target.decode() if isinstance(target, bytes) else str(target)
    scheme, separator, rest = text.partition(":")
    if scheme in ("unix", "unix-abstract"):
        return {"server.address": rest.lstrip("/") if scheme != "unix" else rest.replace("//", "", 1)}
    if separator and rest.startswith("//"):
        # dns:///host:port, dns://authority/host:port
        text = rest[2:].partition("/")[2]
    elif scheme in ("dns", "ipv4", "ipv6", "passthrough"):
        text = rest
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        return {"server.address": text}
    return {"server.address": host.strip("[]"), "server.port": int(port)}


def added_metadata(telemetry: Telemetry, context: Context, metadata: Any) -> tuple[tuple[str, str], ...]:
    """Returns what carries the context, but for the names that a call's metadata has already."""
    own = {name for name, _ in metadata or ()}
    headers: dict[str, str] = {}
    telemetry.propagator.inject(context, lambda name, value: headers.__setitem__(name.lower(), value))
    return tuple((name, value) for name, value in headers.items() if name not in own)


def child_context(span: AnySpan) -> Context:
    """Returns the context in which a call is made."""
    return contexts.current().with_span(span).without_calls()


def set_status(span: AnySpan, code: Any, details: Any = None) -> None:
    """Sets what a call has come to, by grpc.StatusCode."""
    span.set_attribute("rpc.response.status_code", code.name)
    if code.name != "OK":
        span.set_attribute("error.type", code.name)
        span.set_status(ERROR, str(details) if details else None)
