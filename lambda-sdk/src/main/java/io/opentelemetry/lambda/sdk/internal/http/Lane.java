package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.sdk.internal.ItemCounts;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of one exporter's requests to its backend: their queue, the backend's health, the
 * connection, and the thread that sends them one batch after the other.
 *
 * <p>All lanes have one monitor, so that the {@link Outbox} can look at them together. Nothing
 * happens in here by the clock, but for the pause before a second attempt: whoever adds a request
 * or flushes wakes the thread up, and ends what is stuck.
 */
final class Lane {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);
  private static final long FOREVER = Long.MAX_VALUE;
  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpSenderConfig config;
  private final Endpoint endpoint;
  private final BackendHealth health;
  private final Object monitor;
  private final ItemCounts rejected = ItemCounts.of("items");
  private final boolean merges;
  private final Deque<Request> queue = new ArrayDeque<>();
  private long bytes;
  private @Nullable SenderThread thread;
  private @Nullable Batch inFlight;
  private @Nullable HttpConnection connection;
  private @Nullable String failure;
  private boolean failedBefore;
  private long pausedUntil;
  private boolean closing;
  private boolean closed;

  /**
   * @param monitor guards this and the health
   */
  Lane(HttpSenderConfig config, Endpoint endpoint, BackendHealth health, Object monitor) {
    this.config = config;
    this.endpoint = endpoint;
    this.health = health;
    this.monitor = monitor;
    this.merges = PROTOBUF.equals(config.getContentType());
  }

  HttpSenderConfig config() {
    return config;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** The backend's name for people: without its path, which may be a secret. */
  String backend() {
    return "the backend at " + endpoint.host();
  }

  /** Counts what the backend has left out of requests that it has taken. */
  ItemCounts rejected() {
    return rejected;
  }

  // For the outbox, which holds the monitor.

  BackendHealth health() {
    return health;
  }

  long bytes() {
    return bytes;
  }

  void add(Request request) {
    queue.add(request);
    bytes += request.size();
  }

  /** The oldest request that is not being sent. */
  @Nullable Request oldestWaiting() {
    for (Request request : queue) {
      if (inFlight == null || !inFlight.requests.contains(request)) {
        return request;
      }
    }
    return null;
  }

  boolean remove(Request request) {
    boolean removed = queue.remove(request);
    if (removed) {
      bytes -= request.size();
    }
    return removed;
  }

  /** Tells whether there is a request up to the given number. */
  boolean holds(long last) {
    Request oldest = queue.peek();
    return oldest != null && oldest.number <= last;
  }

  /** How long a flush is to wait still, that has so much time left. */
  long patience(long now, long left) {
    return closing ? left : health.patience(now, left);
  }

  /** Tells the backend's health of a flush that ends before all that it waited for has left. */
  void endFlush(long now, long budget, long left) {
    if (inFlight != null) {
      health.endFlush(inFlight.begun, now, budget, left);
    }
  }

  /** Why requests wait, in words. */
  String reason() {
    return failure == null ? backend() + " has not answered yet" : failure;
  }

  /**
   * Lets the thread look at the queue, ends a write or a handshake that is stuck, where there is no
   * timeout, and replaces a thread that has ended. What may just have woken up from a freeze gets
   * another moment.
   */
  void wakeUp(long now) {
    Batch batch = inFlight;
    if (batch != null && now - batch.begun > ExchangeDeadline.limit(config.getTimeout()) + GRACE) {
      if (batch.overdue) {
        disconnect();
      }
      batch.overdue = true;
    }
    if (!queue.isEmpty() && (thread == null || !thread.isAlive())) {
      inFlight = null;
      startThread();
    }
  }

  private void startThread() {
    try {
      SenderThread started = new SenderThread(this);
      started.start();
      thread = started;
    } catch (Throwable e) {
      Diagnostics.warn("telemetry waits, as a thread cannot be started", e);
    }
  }

  void disconnect() {
    if (connection != null) {
      connection.abort();
      connection = null;
    }
  }

  /** Forgets what was learned about the backend. */
  void reset() {
    disconnect();
    health.reset();
    failedBefore = false;
    pausedUntil = System.nanoTime();
  }

  /** From now on, the backend is asked again and again until the end. */
  void beginClosing() {
    if (!closing) {
      closing = true;
      pausedUntil = System.nanoTime();
    }
  }

  void endClosing() {
    closing = false;
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends the thread, and returns what has not been sent. */
  List<Request> close() {
    closed = true;
    List<Request> left = clear();
    disconnect();
    return left;
  }

  /** Empties the queue, and returns what was in it. */
  List<Request> clear() {
    List<Request> left = new ArrayList<>(queue);
    queue.clear();
    bytes = 0;
    return left;
  }

  // For the thread.

  /** Waits for the next batch that may be sent; null when the lane is closed. */
  @Nullable Batch take() {
    synchronized (monitor) {
      while (!closed) {
        long now = System.nanoTime();
        boolean sends = !queue.isEmpty() && (closing || health.maySend(now));
        long pause = failedBefore ? pausedUntil - now : 0;
        if (sends && pause <= 0) {
          return begin(now);
        }
        await(sends ? pause : FOREVER);
      }
      return null;
    }
  }

  private Batch begin(long now) {
    Batch batch = new Batch(now);
    for (Request request : queue) {
      if (!batch.requests.isEmpty() && !(merges && batch.hasRoomFor(request))) {
        break;
      }
      request.attempts++;
      batch.add(request);
    }
    inFlight = batch;
    return batch;
  }

  /** Waits to be notified; an interrupt, which nobody of ours sends, is one more look. */
  private void await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
    } catch (InterruptedException e) {
      // see above
    }
  }

  void connect(@Nullable HttpConnection connection) {
    synchronized (monitor) {
      this.connection = connection;
    }
  }

  @Nullable HttpConnection connection() {
    synchronized (monitor) {
      return connection;
    }
  }

  /** Forgets a batch whose exporter knows what has become of it. */
  void answered(Batch batch) {
    synchronized (monitor) {
      failedBefore = false;
      failure = null;
      health.answered(batch.begun);
      finish(batch.requests);
    }
  }

  /** Sends the requests of a batch one by one, as some of them may be what the backend refuses. */
  void separate(Batch batch) {
    synchronized (monitor) {
      for (Request request : batch.requests) {
        request.alone = true;
      }
      inFlight = null;
    }
  }

  /**
   * Gives up the requests of a batch that have had all their attempts, and decides when the others
   * are sent again.
   *
   * @param reason why it has failed, for people
   * @param retryAfter for how many nanoseconds the backend does not want to be asked, 0 where it
   *     does not say
   * @param timedOut whether it has had all the time it may take
   */
  void failed(Batch batch, IOException reason, long retryAfter, boolean timedOut) {
    failed(batch, reason, retryAfter, timedOut, maxAttempts());
  }

  void failed(Batch batch, IOException reason, long retryAfter, boolean timedOut, int maxAttempts) {
    List<Request> dropped = new ArrayList<>(0);
    synchronized (monitor) {
      for (Request request : batch.requests) {
        if (request.attempts >= maxAttempts && queue.contains(request)) {
          dropped.add(request);
        }
      }
    }
    // before anyone who waits for it goes on, so that it has been counted by then
    Request.fail(dropped, reason);
    synchronized (monitor) {
      long now = System.nanoTime();
      failure = describe(reason);
      boolean again = closing || (!failedBefore && !timedOut && retryAfter == 0 && health.isUp());
      failedBefore = again;
      pausedUntil = now + PAUSE;
      if (!again) {
        health.failed(now, retryAfter);
      }
      finish(dropped);
    }
  }

  private String describe(IOException reason) {
    return reason instanceof DroppedException
        ? String.valueOf(reason.getMessage())
        : backend() + " is not reached (" + reason.getMessage() + ")";
  }

  private void finish(List<Request> done) {
    for (Request request : done) {
      remove(request);
    }
    inFlight = null;
    monitor.notifyAll();
  }

  /** Without a policy, once; with the SDK's default one as long as there is room for it. */
  private int maxAttempts() {
    RetryPolicy policy = config.getRetryPolicy();
    if (policy == null) {
      return 1;
    }
    return policy.equals(RetryPolicy.getDefault()) ? Integer.MAX_VALUE : policy.getMaxAttempts();
  }
}
