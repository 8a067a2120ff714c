def handler(event, context):
    return {"items": 0}
