package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** A transaction begins or ends, whose own commands have no span. */
final class JedisFraming extends JedisStep {

  private final @Nullable JedisEnd span;

  /**
   * @param span of the commands that are executed
   */
  JedisFraming(@Nullable JedisEnd span) {
    this.span = span;
  }

  @Override
  @Nullable JedisEnd started(JedisTracing tracing, JedisRequest request) {
    return null;
  }

  @Override
  public void end(@Nullable Throwable error) {
    super.end(error);
    if (span != null) {
      span.end(error);
    }
  }
}
