"""The way into the runtime: the handler that it finds is wrapped."""
