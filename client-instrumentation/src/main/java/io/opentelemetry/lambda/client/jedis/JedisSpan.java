package io.opentelemetry.lambda.client.jedis;

import io.opentelemetry.lambda.client.internal.Execution;
import org.jspecify.annotations.Nullable;

/** The span of what is sent, which is the current one for so long. */
final class JedisSpan implements JedisEnd {

  private final Execution<JedisRequest, Void> execution;
  private boolean untilReply;
  private @Nullable Throwable failure;

  JedisSpan(Execution<JedisRequest, Void> execution) {
    this.execution = execution;
  }

  /** Lets the span go on after the sending. */
  JedisSpan untilReply() {
    untilReply = true;
    return this;
  }

  @Override
  public void end(@Nullable Throwable error) {
    if (untilReply) {
      failure = error;
      execution.leave();
    } else {
      execution.end(error);
    }
  }

  void endWithReply() {
    execution.endSpan(failure);
  }
}
