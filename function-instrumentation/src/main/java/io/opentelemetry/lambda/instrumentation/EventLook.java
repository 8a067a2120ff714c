package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import java.io.IOException;
import java.io.InputStream;

/** Looks at an event before the handler reads it. */
final class EventLook {

  static Event at(InputStream event) {
    try {
      return peek(event);
    } catch (Throwable e) {
      Diagnostics.warn("an event was not looked at", e);
      return Event.UNKNOWN;
    }
  }

  /** Looks at the event and puts the stream back; one that cannot be put back is not read. */
  private static Event peek(InputStream event) throws IOException {
    if (!event.markSupported()) {
      return Event.UNKNOWN;
    }
    event.mark(event.available());
    try {
      return Event.read(event);
    } finally {
      event.reset();
    }
  }

  private EventLook() {}
}
