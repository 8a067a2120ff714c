"""Answers without doing anything, so that what is measured is the runtime and the layer."""


def handler(event, context):
    return {"statusCode": 200, "body": event["path"]}
