"""Tells triggers apart by a few members of their events; loads the module of that one only."""

from __future__ import annotations

from otel_lambda.trigger.base import Trigger
from otel_lambda.trigger.event import array, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def trigger_of(event: Any) -> Trigger:
    """Returns what triggered the invocation with this event."""
    if type(event) is list and event:
        # AppSync resolves fields in batches
        first = event[0]
        return _of_app_sync(first) if type(first) is dict else Trigger()
    if type(event) is not dict:
        return Trigger()
    if "methodArn" in event or "routeArn" in event:
        from otel_lambda.trigger.api_gateway_authorizer import ApiGatewayAuthorizerTrigger

        return ApiGatewayAuthorizerTrigger(event)
    if "request" in event or "requestHeaders" in event:
        trigger = _of_app_sync(event)
        if trigger.type != "other":
            return trigger
    if "requestContext" in event:
        return _of_request(event)
    if "Records" in event:
        return _of_records(event)
    if text(event, "detail-type") is not None and text(event, "source") is not None:
        return _of_event_bridge(event)
    if text(_first(event, "events"), "event", "operationType") is not None:
        from otel_lambda.trigger.document_db import DocumentDbTrigger

        return DocumentDbTrigger(event)
    if "eventSource" in event:
        return _of_broker(event)
    if text(event, "StateMachine", "Id") is not None:
        from otel_lambda.trigger.step_functions import StepFunctionsTrigger

        return StepFunctionsTrigger(event)
    return Trigger()


def _of_app_sync(event: dict[str, Any]) -> Trigger:
    from otel_lambda.trigger.app_sync import AppSyncTrigger, is_app_sync

    return AppSyncTrigger(event) if is_app_sync(event) else Trigger()


def _of_request(event: dict[str, Any]) -> Trigger:
    if text(event, "requestContext", "http", "method") is not None:
        from otel_lambda.trigger.api_gateway_http import ApiGatewayHttpTrigger

        if ".lambda-url." in (text(event, "requestContext", "domainName") or ""):
            from otel_lambda.trigger.function_url import FunctionUrlTrigger

            return FunctionUrlTrigger(event)
        return ApiGatewayHttpTrigger(event)
    if text(event, "requestContext", "elb", "targetGroupArn") is not None:
        from otel_lambda.trigger.load_balancer import LoadBalancerTrigger

        return LoadBalancerTrigger(event)
    if text(event, "requestContext", "connectionId") is not None:
        from otel_lambda.trigger.api_gateway_web_socket import ApiGatewayWebSocketTrigger

        return ApiGatewayWebSocketTrigger(event)
    if text(event, "httpMethod") is not None and text(event, "requestContext", "stage") is not None:
        from otel_lambda.trigger.api_gateway_rest import ApiGatewayRestTrigger

        return ApiGatewayRestTrigger(event)
    return Trigger()


def _of_records(event: dict[str, Any]) -> Trigger:
    record = _first(event, "Records")
    source = text(record, "eventSource") or text(record, "EventSource")
    if source == "aws:sns":
        from otel_lambda.trigger.sns import SnsTrigger

        return SnsTrigger(event)
    if source == "aws:kinesis":
        from otel_lambda.trigger.kinesis import KinesisTrigger

        return KinesisTrigger(event)
    if source == "aws:dynamodb":
        from otel_lambda.trigger.dynamo_db import DynamoDbTrigger

        return DynamoDbTrigger(event)
    if source == "aws:s3":
        from otel_lambda.trigger.s3 import S3Trigger

        return S3Trigger(event)
    if source is not None and "messageId" in record:
        from otel_lambda.trigger.sqs import SqsTrigger

        return SqsTrigger(event)
    return Trigger()


def _of_event_bridge(event: dict[str, Any]) -> Trigger:
    if event["detail-type"] == "Scheduled Event" and event["source"] in (
        "aws.events",
        "aws.scheduler",
    ):
        from otel_lambda.trigger.scheduled import ScheduledTrigger

        return ScheduledTrigger(event)
    from otel_lambda.trigger.event_bridge import EventBridgeTrigger

    return EventBridgeTrigger(event)


def _of_broker(event: dict[str, Any]) -> Trigger:
    source = event["eventSource"]
    if source in ("aws:kafka", "SelfManagedKafka"):
        from otel_lambda.trigger.kafka import KafkaTrigger

        return KafkaTrigger(event)
    if source == "aws:mq":
        from otel_lambda.trigger.active_mq import ActiveMqTrigger

        return ActiveMqTrigger(event)
    if source == "aws:rmq":
        from otel_lambda.trigger.rabbit_mq import RabbitMqTrigger

        return RabbitMqTrigger(event)
    return Trigger()


def _first(event: dict[str, Any], name: str) -> dict[str, Any]:
    records = array(event, name)
    return records[0] if records and type(records[0]) is dict else {}
