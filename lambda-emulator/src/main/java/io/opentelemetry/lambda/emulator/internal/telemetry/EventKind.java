package io.opentelemetry.lambda.emulator.internal.telemetry;

import java.util.Locale;

/** What can be subscribed to. */
public enum EventKind {
  PLATFORM,
  FUNCTION,
  EXTENSION;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
