package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one exporter. They are serialised on the calling thread and put into a queue, and
 * {@link SenderThread} sends them one after the other; the exporter learns what has become of one
 * when that is final. The queue is guarded by the {@link Outbox}.
 */
final class SocketHttpSender implements HttpSender {

  /** No more than the end of an environment may cost, which is killed soon. */
  private static final long SHUTDOWN = TimeUnit.SECONDS.toNanos(1);

  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final HttpSenderConfig config;
  private final Outbox outbox;
  private final BackendHealth health;
  private final Deque<Request> queue = new ArrayDeque<>();
  private @Nullable SenderThread thread;
  private @Nullable Request inFlight;
  private @Nullable HttpConnection connection;
  private boolean failedBefore;
  private boolean closing;
  private boolean closed;

  SocketHttpSender(HttpSenderConfig config, Outbox outbox) {
    this.config = config;
    this.outbox = outbox;
    this.health = outbox.register(this, config.getEndpoint());
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    Request request;
    try {
      request = new Request(body(message), onResponse, onError);
    } catch (IOException | RuntimeException e) {
      onError.accept(e);
      return;
    }
    if (outbox.isRehearsedHere()) {
      rehearse(request);
    } else {
      outbox.add(this, request);
    }
  }

  private byte[] body(MessageWriter message) throws IOException {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.max(message.getContentLength(), 32));
    Compressor compressor = config.getCompressor();
    if (compressor == null) {
      message.writeMessage(body);
    } else {
      try (OutputStream compressed = compressor.compress(body)) {
        message.writeMessage(compressed);
      }
    }
    return body.toByteArray();
  }

  /** Loads what sending takes. */
  private void rehearse(Request request) {
    try {
      request.respond(HttpConnection.create(config).rehearse(request.body));
    } catch (IOException | RuntimeException e) {
      request.fail(e);
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    outbox.shutdown(this, System.nanoTime(), SHUTDOWN);
    return CompletableResultCode.ofSuccess();
  }

  // What follows is called with the outbox locked.

  BackendHealth health() {
    return health;
  }

  void enqueue(Request request) {
    queue.add(request);
    if (thread == null) {
      thread = new SenderThread(this, config, outbox);
      thread.start();
    }
  }

  /** The oldest request that is not being sent. */
  @Nullable Request oldestWaiting() {
    for (Request request : queue) {
      if (request != inFlight) {
        return request;
      }
    }
    return null;
  }

  boolean remove(Request request) {
    return queue.remove(request);
  }

  /** Whether there is a request up to the given number. */
  boolean holds(long last) {
    Request oldest = queue.peek();
    return oldest != null && oldest.number <= last;
  }

  @Nullable Request inFlight() {
    return inFlight;
  }

  /** The next request to send, now; null if there is none that may be sent. */
  @Nullable Request begin(long now) {
    Request next = queue.peek();
    if (next != null && (closing || health.maySend(now))) {
      next.begun = now;
      next.overdue = false;
      next.attempts++;
      inFlight = next;
      return next;
    }
    return null;
  }

  void connect(@Nullable HttpConnection connection) {
    this.connection = connection;
  }

  @Nullable HttpConnection connection() {
    return connection;
  }

  void answered(Request request) {
    inFlight = null;
    failedBefore = false;
    health.answered(request.begun);
  }

  /**
   * Decides what becomes of a request that has failed.
   *
   * @param retryAfter for how many nanoseconds the backend does not want to be asked, 0 where it
   *     does not say
   * @param timedOut whether it has had all the time it may take
   * @param dropped gets the requests that are given up
   * @return whether to try again in a moment
   */
  boolean failed(Request request, long retryAfter, boolean timedOut, List<Request> dropped) {
    long now = System.nanoTime();
    inFlight = null;
    if (request.attempts >= maxAttempts() && queue.remove(request)) {
      dropped.add(request);
    }
    boolean again = !failedBefore && !timedOut && retryAfter == 0 && (closing || health.isUp());
    failedBefore = again;
    if (!again) {
      health.failed(now, retryAfter);
      if (closing) {
        dropped.addAll(queue);
        queue.clear();
      }
    }
    return again;
  }

  /** Without a policy, once; with the SDK's default one as long as there is room for it. */
  private int maxAttempts() {
    RetryPolicy policy = config.getRetryPolicy();
    if (policy == null) {
      return 1;
    }
    return policy.equals(RetryPolicy.getDefault()) ? Integer.MAX_VALUE : policy.getMaxAttempts();
  }

  /**
   * Ends a write or a handshake from outside, where there is no timeout. What may just have woken
   * up from a freeze gets another moment.
   */
  void endStuckRequest(long now) {
    Request request = inFlight;
    if (request != null && now - request.begun > config.getTimeout().toNanos() + GRACE) {
      if (request.overdue) {
        disconnect();
      }
      request.overdue = true;
    }
  }

  void disconnect() {
    if (connection != null) {
      connection.abort();
      connection = null;
    }
  }

  /** What was learned about the backend holds no more. */
  void reset() {
    disconnect();
    health.reset();
    failedBefore = false;
  }

  void beginClosing() {
    closing = true;
    failedBefore = false;
  }

  boolean isClosing() {
    return closing;
  }

  boolean isClosed() {
    return closed;
  }

  void close(List<Request> dropped) {
    closed = true;
    dropped.addAll(queue);
    queue.clear();
    disconnect();
  }
}
