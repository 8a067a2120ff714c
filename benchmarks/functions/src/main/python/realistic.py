"""Does what functions do: reads an item from DynamoDB, calls an HTTP service, and logs."""

import logging
import os

import boto3
import urllib3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
dynamodb = boto3.client("dynamodb")
http = urllib3.PoolManager()


def handler(event, context):
    key = event["pathParameters"]["id"]
    item = dynamodb.get_item(TableName=os.environ["TABLE_NAME"], Key={"id": {"S": key}}).get("Item")
    price = http.request("GET", os.environ["SERVICE_URL"]).data.decode()
    logger.info("item %s costs %s", key, price)
    if item is None:
        return {"statusCode": 404, "body": ""}
    return {"statusCode": 200, "body": f"{item['name']['S']}: {price}"}
