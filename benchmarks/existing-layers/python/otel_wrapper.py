"""Reference: instruments the handler when the runtime loads it, as the published layers for Python do."""

import importlib
import os

from opentelemetry.instrumentation.aws_lambda import AwsLambdaInstrumentor

AwsLambdaInstrumentor().instrument()
module, name = os.environ["ORIG_HANDLER"].rsplit(".", 1)
lambda_handler = getattr(importlib.import_module(module.replace("/", ".")), name)
