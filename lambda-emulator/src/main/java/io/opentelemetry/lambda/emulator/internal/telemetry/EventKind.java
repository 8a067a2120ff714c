package io.opentelemetry.lambda.emulator.internal.telemetry;

import java.util.Locale;

/** Kinds of events that can be subscribed to. */
public enum EventKind {
  PLATFORM,
  FUNCTION,
  EXTENSION;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
