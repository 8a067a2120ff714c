"""The kinds of events that trigger an invocation, one module for each kind."""
