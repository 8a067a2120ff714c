package io.opentelemetry.lambda.emulator.internal.extensions;

/** What an extension can register for. */
public enum EventType {
  INVOKE,
  SHUTDOWN
}
