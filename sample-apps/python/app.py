"""Reads an item from DynamoDB behind an API, tells a queue of it, and works off that queue."""

import json
import logging
import os

import boto3

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

dynamodb = boto3.client("dynamodb")
sqs = boto3.client("sqs")


def handler(event, context):
    """Answers GET /items/{id} with the item's name."""
    key = event["pathParameters"]["id"]
    item = dynamodb.get_item(TableName=os.environ["TABLE_NAME"], Key={"id": {"S": key}}).get("Item")
    if item is None:
        logger.warning("there is no item %s", key)
        return {"statusCode": 404, "body": "not found"}
    if os.environ.get("QUEUE_URL"):
        sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps({"read": key}))
    logger.info("item %s was read", key)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": item["name"]["S"]}


def work_off(event, context):
    """Takes a batch of the queue's messages; those that are no JSON come again."""
    failures = []
    for message in event["Records"]:
        try:
            logger.info("item %s was read, says the queue", json.loads(message["body"])["read"])
        except (ValueError, KeyError):
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}
