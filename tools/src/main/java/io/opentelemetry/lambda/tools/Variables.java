package io.opentelemetry.lambda.tools;

import org.jspecify.annotations.Nullable;

/** Reads environment variables; an empty one counts as none. */
public final class Variables {

  /** Gets a variable's value, or null. */
  public static @Nullable String get(String name) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private Variables() {}
}
