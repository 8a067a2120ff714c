"""Answers in each shape that a handler can, and fails in each way."""
import datetime
import decimal
import json
import os
import sys


class OrderError(Exception):
    pass


class Odd:
    def __repr__(self):
        return "odd"


def fail(error, cause=None):
    raise error from cause


def recurse():
    recurse()


def deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def describe(context):
    return {
        "function": context.function_name,
        "version": context.function_version,
        "memory": context.memory_limit_in_mb,
        "group": context.log_group_name,
        "client": None if context.client_context is None else str(context.client_context),
        "identity": str(context.identity.cognito_identity_id),
        "time": context.get_remaining_time_in_millis() > 0,
        "tenant": getattr(context, "tenant_id", None),
    }


SHAPES = {
    "dictionary": lambda: {"b": 1, "a": [1, 2.5, None, True]},
    "text": lambda: "text",
    "unicode": lambda: "ä €  \U0001f469",
    "lone surrogate": lambda: "\ud800",
    "controls": lambda: "\x00\x1f\x7f\"\\/",
    "empty text": lambda: "",
    "number": lambda: 12345678901234567890,
    "float": lambda: 0.1,
    "not a number": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "none": lambda: None,
    "true": lambda: True,
    "tuple": lambda: (1, "two"),
    "numbers as keys": lambda: {1: "one", None: "none", True: "true"},
    "html": lambda: "<script>&amp;</script>",
    "large": lambda: "x" * 1_000_000,
    "deep": lambda: deep(100),
    "decimal": lambda: decimal.Decimal("1.10"),
    "bytes": lambda: b"bytes",
    "set": lambda: {1},
    "date": lambda: datetime.date(2026, 1, 2),
    "object": lambda: Odd(),
    "generator": lambda: (i for i in range(3)),
    "circle": lambda: (lambda items: items.append(items) or items)([]),
    "error": lambda: fail(ValueError("told to fail")),
    "error of its own": lambda: fail(OrderError("no such order: ü")),
    "error without message": lambda: fail(RuntimeError()),
    "error with lines": lambda: fail(RuntimeError("one\ntwo\r\nthree")),
    "error with a cause": lambda: fail(RuntimeError("outer"), KeyError("inner")),
    "error with values": lambda: fail(OSError(2, "no such file", "name")),
    "missing key": lambda: {}["missing"],
    "recursion": recurse,
    "long message": lambda: fail(RuntimeError("x" * 100_000)),
    "assertion": lambda: fail(AssertionError((1, 2))),
    "unicode error": lambda: "ä".encode("ascii"),
    "json error": lambda: json.loads("{"),
}


def handler(event, context):
    if event == "context":
        return describe(context)
    if event == "environment":
        return {name: os.environ.get(name) for name in ["_HANDLER", "TZ", "LANG", "PYTHONPATH"]}
    if event == "names":
        return list(SHAPES)
    if event == "exit":
        sys.exit(3)
    return SHAPES[event]() if event in SHAPES else event
