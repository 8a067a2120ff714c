"""Services of which a call says no more than the resource that it is about."""

from __future__ import annotations

from otel_lambda.instrumentation.aws.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.telemetry import Telemetry

_NAMES = {
    "Bucket": "aws.s3.bucket",
    "Key": "aws.s3.key",
    "CopySource": "aws.s3.copy_source",
    "UploadId": "aws.s3.upload_id",
    "PartNumber": "aws.s3.part_number",
    "StreamName": "aws.kinesis.stream_name",
    "stateMachineArn": "aws.step_functions.state_machine.arn",
    "activityArn": "aws.step_functions.activity.arn",
    "ARN": "aws.secretsmanager.secret.arn",
    "SecretId": "aws.secretsmanager.secret.arn",
}

_TOLD = ("ARN", "stateMachineArn", "activityArn")
"""The members that responses have, too."""


class Resources(Service):
    """A call of S3, Kinesis, EventBridge, Step Functions or Secrets Manager."""

    def request_attributes(self) -> dict[str, Any]:
        """Returns the resource."""
        return self._known(self.parameters)

    def response_attributes(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns the resource, where the response tells it better."""
        return self._known({name: result[name] for name in _TOLD if name in result})

    def _known(self, members: dict[str, Any]) -> dict[str, Any]:
        values = {}
        for member, name in _NAMES.items():
            value = members.get(member)
            is_secret = member == "SecretId" and not str(value).startswith("arn:")
            if isinstance(value, (str, int)) and not is_secret:
                values[name] = value
        return values

    def inject(self, telemetry: Telemetry) -> dict[str, Any] | None:
        """Puts X-Ray's header where EventBridge and Step Functions have a place for it."""
        if not {"xray", "xray-lambda"}.intersection(telemetry.propagator.names):
            return None
        from otel_lambda.propagation import xray
        from otel_lambda.sdk import context as contexts

        header: list[str] = []
        xray.inject(contexts.current(), lambda name, value: header.append(value))
        if not header:
            return None
        if self.operation in ("StartExecution", "StartSyncExecution"):
            return {"traceHeader": header[0], **self.parameters}
        if self.operation == "PutEvents" and isinstance(self.parameters.get("Entries"), list):
            entries = [{"TraceHeader": header[0], **each} for each in self.parameters["Entries"]]
            return {**self.parameters, "Entries": entries}
        return None
