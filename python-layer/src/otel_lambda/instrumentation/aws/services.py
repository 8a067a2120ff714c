"""The services that tell more than their operation: one line for each."""

from __future__ import annotations

from otel_lambda.instrumentation.aws.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def service_of(client: Any, operation: str, parameters: Any) -> Service:
    """Returns what describes a call."""
    name = client.meta.service_model.service_name
    if name == "dynamodb":
        from otel_lambda.instrumentation.aws.dynamodb import DynamoDb

        return DynamoDb(client, operation, parameters)
    if name == "sqs":
        from otel_lambda.instrumentation.aws.sqs import Sqs

        return Sqs(client, operation, parameters)
    if name == "sns":
        from otel_lambda.instrumentation.aws.sns import Sns

        return Sns(client, operation, parameters)
    if name == "lambda":
        from otel_lambda.instrumentation.aws.functions import Functions

        return Functions(client, operation, parameters)
    if name == "bedrock-runtime":
        from otel_lambda.instrumentation.aws.bedrock import Bedrock

        return Bedrock(client, operation, parameters)
    if name in ("s3", "kinesis", "events", "stepfunctions", "secretsmanager"):
        from otel_lambda.instrumentation.aws.resources import Resources

        return Resources(client, operation, parameters)
    return Service(client, operation, parameters)
