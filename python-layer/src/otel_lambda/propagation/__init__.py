"""Trace context in headers, one module for each format."""
