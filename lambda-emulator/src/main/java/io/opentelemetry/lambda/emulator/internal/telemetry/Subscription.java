package io.opentelemetry.lambda.emulator.internal.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * Sends an extension what it subscribed to, from a thread of its own: one that does not take its
 * events holds nobody up, and loses those of its own that no longer fit the buffer.
 */
final class Subscription {

  private static final int MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
  private static final int ATTEMPTS = 3;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String extension;
  private final SubscriptionRequest request;
  private final Thread thread;
  private final Object lock = new Object();

  private final Queue<Buffered> buffer = new ArrayDeque<>();
  private long bufferedBytes;
  private int droppedEvents;
  private long droppedBytes;
  private boolean paused;
  private boolean urgent;
  private boolean sending;
  private boolean closed;

  static Subscription start(String extension, SubscriptionRequest request) {
    Subscription subscription = new Subscription(extension, request);
    subscription.thread.start();
    return subscription;
  }

  private Subscription(String extension, SubscriptionRequest request) {
    this.extension = extension;
    this.request = request;
    this.thread = new Thread(this::run, "telemetry of " + extension);
    thread.setDaemon(true);
  }

  void offer(EventKind kind, ObjectNode event) {
    if (!request.includes(kind)) {
      return;
    }
    Buffered buffered = Buffered.of(event);
    synchronized (lock) {
      if (bufferedBytes + buffered.bytes() > MAX_BUFFERED_BYTES) {
        droppedEvents++;
        droppedBytes += buffered.bytes();
        return;
      }
      buffer.add(buffered);
      bufferedBytes += buffered.bytes();
      lock.notifyAll();
    }
  }

  void pause() {
    synchronized (lock) {
      paused = true;
    }
  }

  void resume() {
    synchronized (lock) {
      paused = false;
      lock.notifyAll();
    }
  }

  /** Sends from now on without waiting for more. */
  void hurry() {
    synchronized (lock) {
      urgent = true;
      paused = false;
      lock.notifyAll();
    }
  }

  /** Waits until all has been sent, no longer than that. */
  void awaitSent(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (lock) {
      try {
        while (!closed && (sending || !buffer.isEmpty())) {
          long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
          if (left <= 0) {
            return;
          }
          lock.wait(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the subscription if it is that extension's, which has made another one. */
  boolean endIf(String name) {
    if (!extension.equals(name)) {
      return false;
    }
    close();
    return true;
  }

  void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    thread.interrupt();
  }

  private void run() {
    while (true) {
      List<Buffered> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      boolean sent = send(batch);
      synchronized (lock) {
        if (!sent) {
          droppedEvents += batch.size();
          droppedBytes += batch.stream().mapToLong(Buffered::bytes).sum();
        }
        sending = false;
        lock.notifyAll();
      }
    }
  }

  /** Waits until there is a batch to send; empty when the subscription has ended. */
  private List<Buffered> nextBatch() {
    synchronized (lock) {
      try {
        while (!closed && !isDue()) {
          lock.wait(waitMillis());
        }
      } catch (InterruptedException e) {
        closed = true;
      }
      sending = !closed;
      return closed ? List.of() : takeBatch();
    }
  }

  private boolean isDue() {
    Buffered first = buffer.peek();
    return first != null
        && !paused
        && (urgent
            || buffer.size() >= request.maxItems()
            || bufferedBytes >= request.maxBytes()
            || !Instant.now().isBefore(dueTime(first)));
  }

  private Instant dueTime(Buffered first) {
    return first.since().plusMillis(request.timeoutMillis());
  }

  private List<Buffered> takeBatch() {
    List<Buffered> batch = new ArrayList<>();
    long bytes = 0;
    if (droppedEvents > 0) {
      batch.add(Buffered.of(logsDropped()));
    }
    while (batch.size() < request.maxItems()) {
      Buffered next = buffer.peek();
      if (next == null || (bytes > 0 && bytes + next.bytes() > request.maxBytes())) {
        break;
      }
      buffer.remove();
      batch.add(next);
      bytes += next.bytes();
    }
    bufferedBytes -= bytes;
    return batch;
  }

  private ObjectNode logsDropped() {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("time", Timestamps.format(Instant.now())).put("type", "platform.logsDropped");
    event
        .putObject("record")
        .put(
            "reason",
            "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.")
        .put("droppedRecords", droppedEvents)
        .put("droppedBytes", droppedBytes);
    droppedEvents = 0;
    droppedBytes = 0;
    return event;
  }

  private boolean send(List<Buffered> batch) {
    HttpRequest post =
        HttpRequest.newBuilder(request.destination())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(join(batch)))
            .build();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        // without a timeout: a receiver that is frozen answers when it gets the CPU again
        int status = CLIENT.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= 200 && status < 300) {
          return true;
        }
        Thread.sleep(Duration.ofMillis(50).toMillis());
      } catch (IOException e) {
        // nobody listens, or no longer
      } catch (InterruptedException e) {
        return false;
      }
    }
    return false;
  }

  private static String join(List<Buffered> batch) {
    return batch.stream().map(Buffered::json).collect(Collectors.joining(",", "[", "]"));
  }

  /** How long to wait for a change, in milliseconds; 0 for as long as it takes. */
  private long waitMillis() {
    Buffered first = buffer.peek();
    if (first == null || paused) {
      return 0;
    }
    return Math.max(1, Duration.between(Instant.now(), dueTime(first)).toMillis());
  }

  private record Buffered(String json, int bytes, Instant since) {

    static Buffered of(ObjectNode event) {
      String json = event.toString();
      return new Buffered(json, json.getBytes(UTF_8).length, Instant.now());
    }
  }
}
