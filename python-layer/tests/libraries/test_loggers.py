from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, versions
from environment import Environment

Start = Callable[..., Environment]

POWERTOOLS = """
import os, sys
sys.path[:0] = os.environ["PACKAGES"].split(":")
from aws_lambda_powertools import Logger

logger = Logger(service="shop")
logger.info("early")

def handler(event, context):
    logger.info("hello")
"""

STRUCTLOG = """
import logging, os, sys
sys.path[:0] = os.environ["PACKAGES"].split(":")
import structlog

output = logging.StreamHandler(sys.stdout)
output.setFormatter(logging.Formatter("%(trace_id)s %(span_id)s %(message)s"))
logging.getLogger("own").addHandler(output)
logging.getLogger("own").propagate = False
structlog.configure(
    processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.stdlib.LoggerFactory()
)

def handler(event, context):
    structlog.get_logger("own").warning("hello")
"""


@pytest.mark.parametrize("version", versions("aws-lambda-powertools"))
def test_lines_of_powertools_have_the_ids_of_the_span(function: Start, python: str, version: str) -> None:
    packages = install(python, f"aws-lambda-powertools=={version}", "jmespath")
    environment = function(POWERTOOLS, {"PACKAGES": packages})
    environment.invoke()
    (span,) = environment.backend.spans
    environment.stop()
    early, hello = (json.loads(line) for line in environment.log.decode().splitlines())
    assert early.get("trace_id") is None
    assert (hello["message"], hello["trace_id"], hello["span_id"]) == (
        "hello",
        span.trace_id.hex(),
        span.span_id.hex(),
    )


@pytest.mark.parametrize("version", versions("structlog"))
def test_lines_of_structlog_by_logging_have_the_ids_of_the_span(
    function: Start, python: str, version: str
) -> None:
    packages = install(python, f"structlog=={version}")
    environment = function(STRUCTLOG, {"PACKAGES": packages})
    environment.invoke()
    (span,) = environment.backend.spans
    environment.stop()
    assert environment.log.decode() == f'{span.trace_id.hex()} {span.span_id.hex()} {{"event": "hello"}}\n'
