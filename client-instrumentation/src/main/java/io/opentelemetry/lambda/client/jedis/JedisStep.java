package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** Something that the thread does for the caller, sending commands meanwhile. */
abstract class JedisStep implements JedisEnd {

  private static final ThreadLocal<JedisStep> CURRENT = new ThreadLocal<>();

  private final @Nullable JedisStep outer = CURRENT.get();

  JedisStep() {
    CURRENT.set(this);
  }

  static @Nullable JedisStep current() {
    return CURRENT.get();
  }

  /** Notes a command; returns a span that ends with its sending, or null. */
  abstract @Nullable JedisEnd send(JedisTracing tracing, JedisRequest request);

  @Override
  public void end(@Nullable Throwable error) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
