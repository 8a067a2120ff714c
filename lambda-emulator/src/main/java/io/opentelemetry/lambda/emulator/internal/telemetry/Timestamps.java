package io.opentelemetry.lambda.emulator.internal.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the platform's events give them: {@code 2026-11-22T21:04:05.678Z}. */
final class Timestamps {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  private Timestamps() {}
}
