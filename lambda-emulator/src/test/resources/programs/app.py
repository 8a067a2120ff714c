"""A function of AWS's Python runtime."""
import os


def handle(event, context):
    if event.get("fail"):
        raise ValueError("told to fail")
    print("handling", context.aws_request_id)
    return {
        "event": event,
        "requestId": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "remainingMs": context.get_remaining_time_in_millis(),
        "layer": os.path.exists("/opt/extensions/watcher"),
    }
