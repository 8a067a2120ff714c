"""OpenTelemetry for Python functions on AWS Lambda; private to the layer, never on `sys.path`."""

VERSION = "0.1.0"
