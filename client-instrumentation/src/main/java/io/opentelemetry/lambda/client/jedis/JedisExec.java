package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** A transaction is executed: its commands, which are sent already, have their span until then. */
final class JedisExec extends JedisStep {

  private @Nullable JedisEnd span;

  @Override
  @Nullable JedisEnd send(JedisTracing tracing, JedisRequest request) {
    span = tracing.startBatch(request.connection(), JedisTracing.TRANSACTION);
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
