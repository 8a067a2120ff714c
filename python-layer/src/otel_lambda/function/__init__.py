"""One invocation: parent, span, metrics, flush."""
