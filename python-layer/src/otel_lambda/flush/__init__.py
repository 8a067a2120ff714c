"""When telemetry leaves the environment, one module for each policy."""
