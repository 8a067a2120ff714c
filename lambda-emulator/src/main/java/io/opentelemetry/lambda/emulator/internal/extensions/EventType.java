package io.opentelemetry.lambda.emulator.internal.extensions;

/** Events that an extension can register for. */
public enum EventType {
  INVOKE,
  SHUTDOWN
}
