package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request to receive telemetry, and what can be made of it. */
public final class ExportCall {

  private final Exports exports;
  private final Signal signal;
  private final Message request;
  private final Reply reply;

  ExportCall(Exports exports, Signal signal, Message request, Reply reply) {
    this.exports = exports;
    this.signal = signal;
    this.request = request;
    this.reply = reply;
  }

  /** Receives everything. */
  public void receive() {
    exports.add(signal, request);
    reply.success(signal.success());
  }

  /** Receives everything at once, and says so later. */
  public void receive(Duration latency) {
    exports.add(signal, request);
    CompletableFuture.delayedExecutor(latency.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> reply.success(signal.success()));
  }

  /** Receives everything but the first items. */
  public void reject(int items, String reason) {
    Rejection rejection = Rejection.of(request, items);
    if (!rejection.rest().equals(signal.emptyRequest())) {
      exports.add(signal, rejection.rest());
    }
    reply.success(signal.partialSuccess(rejection.rejected(), reason));
  }

  /** Receives nothing, and answers with an error. */
  public void fail(int status, @Nullable Duration retryAfter) {
    reply.error(status, "told to fail", retryAfter);
  }

  /** Receives nothing, and closes the connection without an answer. */
  public void cut() {
    reply.cut();
  }

  /** Receives nothing, and closes the connection within the answer. */
  public void cutWithinResponse() {
    reply.cutWithin(signal.success());
  }
}
