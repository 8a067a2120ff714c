"""Does what behaviours.json says under "does"."""

import json
import os
import signal
import sys
import threading
import urllib.error
import urllib.request

RESPONSE = {"statusCode": 201, "body": "done"}


class OrderError(Exception):
    """An error of the function's own."""


def handler(event, context):
    """Handles any event."""
    if not isinstance(event, dict):
        return RESPONSE
    behaviour = BEHAVIOURS.get(event.get("do"))
    return RESPONSE if behaviour is None else behaviour(event)


def fail(event):
    raise RuntimeError("told to fail")


def fail_custom(event):
    raise OrderError("no such order: ü")


def fail_empty(event):
    raise RuntimeError("")


def call(event):
    try:
        with urllib.request.urlopen(event["url"], timeout=10) as response:
            return answer_of(response.status, response.read())
    except urllib.error.HTTPError as error:
        return answer_of(error.code, error.read())
    except OSError:
        return {"status": 0}


def answer_of(status, body):
    headers = json.loads(body).get("headers")
    return {"status": status} if headers is None else {"status": status, "headers": headers}


def span(event):
    from opentelemetry import trace

    trace.get_current_span().set_attribute("own.attribute", "set")
    trace.get_tracer("conformance").start_span("work", attributes={"user": "ann"}).end()
    return RESPONSE


def log(event):
    print(event["text"])
    return RESPONSE


def spin(event):
    while True:
        pass


BEHAVIOURS = {
    "answer": lambda event: event["answer"],
    "echo": lambda event: event,
    "repeat": lambda event: event["text"] * event["times"],
    "fail": fail,
    "fail-custom": fail_custom,
    "fail-empty": fail_empty,
    "call": call,
    "span": span,
    "log": log,
    "exit": lambda event: sys.exit(3),
    "kill": lambda event: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda event: threading.Event().wait(),
    "spin": spin,
}
