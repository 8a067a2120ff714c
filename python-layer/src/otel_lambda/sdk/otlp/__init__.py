"""OTLP 1.x in Protocol Buffers, written without the library."""
