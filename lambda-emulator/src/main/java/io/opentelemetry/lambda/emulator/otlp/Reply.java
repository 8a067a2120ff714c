package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answer to one request, as its transport gives it: one of these, once, from any thread. */
interface Reply {

  void success(Message response);

  /**
   * Answers with an error.
   *
   * @param status HTTP's; another transport gives its own that means the same
   */
  void error(int status, String message, @Nullable Duration retryAfter);

  /** Closes the connection without an answer. */
  void cut();

  /** Closes the connection when the answer has begun. */
  void cutWithin(Message response);
}
