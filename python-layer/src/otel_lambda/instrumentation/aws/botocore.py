"""botocore, and so boto3 and aiobotocore: one span for each API call, its retries included.

Source: semantic-conventions v1.44.0, docs/cloud-providers/aws-sdk.md. The function's own parameters are
never changed: what carries the context is a copy.
"""

from __future__ import annotations

import sys

from otel_lambda.instrumentation.support import Call, guarded, is_suppressed, tracer, wrap
from otel_lambda.sdk.span import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.instrumentation.aws.service import Service
    from otel_lambda.telemetry import Telemetry

_XRAY = "X-Amzn-Trace-Id"


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `botocore.client`, `botocore.endpoint`, `botocore.loaders` or `aiobotocore.client`."""
    if module.__name__ == "botocore.loaders":
        from otel_lambda.instrumentation.aws import models

        models.patch(module)
    elif module.__name__ == "botocore.endpoint":
        _patch_endpoint(module, telemetry)
    else:
        _patch_client(module, telemetry)


def _patch_client(module: Any, telemetry: Telemetry) -> None:
    own_tracer = tracer(telemetry, "botocore")
    client_error = sys.modules["botocore.exceptions"].ClientError

    def call_of(service: Service) -> Call:
        return Call(own_tracer, service.span_name(), service.attributes(), service.kind())

    def with_context(service: Service, parameters: Any) -> Any:
        changed = guarded("a call of botocore has no trace context", service.inject, telemetry)
        return parameters if changed is None else changed

    def make(original: Any) -> Any:
        def _make_api_call(self: Any, operation_name: Any, api_params: Any) -> Any:
            service = None if is_suppressed() else _described(self, operation_name, api_params)
            if service is None:
                return original(self, operation_name, api_params)
            with call_of(service) as call:
                try:
                    result = original(self, operation_name, with_context(service, api_params))
                except client_error as error:
                    _fail(call, error)
                    raise
                guarded("a response of botocore is not described", _respond, call, service, result)
                return result

        return _make_api_call

    def make_async(original: Any) -> Any:
        async def _make_api_call(self: Any, operation_name: Any, api_params: Any) -> Any:
            service = None if is_suppressed() else _described(self, operation_name, api_params)
            if service is None:
                return await original(self, operation_name, api_params)
            with call_of(service) as call:
                try:
                    result = await original(self, operation_name, with_context(service, api_params))
                except client_error as error:
                    _fail(call, error)
                    raise
                guarded("a response of botocore is not described", _respond, call, service, result)
                return result

        return _make_api_call

    if module.__name__ == "aiobotocore.client":
        wrap(module.AioBaseClient, "_make_api_call", make_async)
    else:
        wrap(module.BaseClient, "_make_api_call", make)


def _described(client: Any, operation: str, parameters: Any) -> Service | None:
    service: Service | None = guarded(
        "a call of botocore is not described", _service, client, operation, parameters
    )
    return service


def _fail(call: Call, error: Any) -> None:
    call.is_described = True
    guarded("an error of botocore is not described", _failed, call, error)


def _service(client: Any, operation: str, parameters: Any) -> Service:
    from otel_lambda.instrumentation.aws.services import service_of

    return service_of(client, operation, parameters)


def _respond(call: Call, service: Service, result: Any) -> None:
    _set_metadata(call, result)
    for key, value in service.response_attributes(result).items():
        call.span.set_attribute(key, value)
    call.is_open = service.follow(result, call)


def _failed(call: Call, error: Any) -> None:
    _set_metadata(call, error.response)
    call.span.set_status(ERROR, str(error))
    call.span.set_attribute("error.type", error.response.get("Error", {}).get("Code") or "ClientError")
    call.span.record_exception(error)


def _set_metadata(call: Call, response: Any) -> None:
    metadata = response.get("ResponseMetadata") or {}
    status = metadata.get("HTTPStatusCode")
    if status:
        call.span.set_attribute("http.response.status_code", status)
    request_id = metadata.get("RequestId")
    if request_id:
        call.span.set_attribute("aws.request_id", request_id)
    extended = metadata.get("HostId")
    if extended:
        call.span.set_attribute("aws.extended_request_id", extended)
    retries = metadata.get("RetryAttempts")
    if retries:
        call.span.set_attribute("http.request.resend_count", retries)


def _patch_endpoint(module: Any, telemetry: Telemetry) -> None:
    """Puts X-Ray's header into requests, the only one that AWS's services pass on."""
    if not {"xray", "xray-lambda"}.intersection(telemetry.propagator.names):
        return

    def make(original: Any) -> Any:
        def prepare_request(self: Any, request: Any) -> Any:
            guarded("a request of botocore has no trace context", _set_header, request.headers)
            return original(self, request)

        return prepare_request

    wrap(module.Endpoint, "prepare_request", make)


def _set_header(headers: Any) -> None:
    from otel_lambda.propagation import xray
    from otel_lambda.sdk import context as contexts

    own: list[str] = []
    xray.inject(contexts.current(), lambda name, value: own.append(value))
    if not own:
        return
    # what botocore has put there: Lambda's protection against recursion reads the lineage
    known = headers.get(_XRAY) or ""
    known = known.decode() if isinstance(known, bytes) else known
    rest = [
        part
        for part in known.split(";")
        if part and part.partition("=")[0] not in ("Root", "Parent", "Sampled")
    ]
    if known:
        del headers[_XRAY]
    headers[_XRAY] = ";".join([own[0], *rest])
