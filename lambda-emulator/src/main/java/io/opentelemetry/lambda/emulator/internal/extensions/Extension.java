package io.opentelemetry.lambda.emulator.internal.extensions;

import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A registered extension; guarded by the lock of {@link ExtensionsApiServer}. */
final class Extension {

  final String name;
  final String id;
  final boolean external;
  final Set<EventType> events;

  /** Its request for the next event, if it waits for one. */
  @Nullable HttpExchange waiting;

  /** An event that came while it did not wait for one. */
  byte @Nullable [] pending;

  Extension(String name, String id, boolean external, Set<EventType> events) {
    this.name = name;
    this.id = id;
    this.external = external;
    this.events = events;
  }
}
