package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** A command is sent, and its reply is read. */
final class JedisReply extends JedisStep {

  private @Nullable JedisSpan span;

  @Override
  @Nullable JedisEnd send(JedisTracing tracing, JedisRequest request) {
    if (span != null) {
      // what a connection says first
      return tracing.start(request);
    }
    span = tracing.start(request);
    return span == null ? null : span.untilReply();
  }

  /** The reply's error is none of the span's, as for the agent. */
  @Override
  public void end(@Nullable Throwable error) {
    super.end(error);
    if (span != null) {
      span.endWithReply();
    }
  }
}
