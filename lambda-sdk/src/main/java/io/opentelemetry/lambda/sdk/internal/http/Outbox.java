package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All {@link Lane}s together: bounds in bytes what waits in them, and waits for them as long as
 * that is worthwhile. Its monitor is theirs.
 */
public final class Outbox {

  private static final Outbox INSTANCE = of(SdkSettings.queueBytes(SdkSettings.environment()));

  private static final long MAX_BUDGET = TimeUnit.HOURS.toNanos(1);

  private final long maxBytes;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<String, BackendHealth> backends = new HashMap<>();
  private long lastNumber;
  private volatile @Nullable Thread priming;

  /** The one of this process. */
  public static Outbox instance() {
    return INSTANCE;
  }

  public static Outbox of(long maxBytes) {
    return new Outbox(maxBytes);
  }

  private Outbox(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Opens a lane for one exporter. */
  synchronized Lane open(HttpSenderConfig config) {
    Endpoint endpoint = Endpoint.of(config.getEndpoint());
    String backend = endpoint.isTls() + endpoint.authority();
    BackendHealth health = backends.get(backend);
    if (health == null) {
      health = new BackendHealth();
      backends.put(backend, health);
    }
    Lane lane = new Lane(config, endpoint, health, this);
    lanes.add(lane);
    return lane;
  }

  /** Tells whether any exporter sends through here. */
  public synchronized boolean hasLanes() {
    return !lanes.isEmpty();
  }

  void offer(Lane lane, Request request) {
    if (priming == Thread.currentThread()) {
      prime(lane, request);
      return;
    }
    List<Request> dropped = new ArrayList<>(0);
    synchronized (this) {
      if (lane.isClosed()) {
        dropped.add(request);
      } else {
        while (bytes() + request.size() > maxBytes && dropOldest(dropped)) {
          // until it has room, or is the only one
        }
        request.number = ++lastNumber;
        lane.add(request);
        wakeUp();
      }
    }
    if (!dropped.isEmpty()) {
      Request.fail(
          dropped,
          new DroppedException(
              dropped.contains(request)
                  ? "the exporter has been shut down"
                  : "the queue of " + maxBytes + " bytes is full"));
    }
  }

  /** Loads what sending takes. */
  private static void prime(Lane lane, Request request) {
    try {
      Batch batch = new Batch(System.nanoTime());
      batch.add(request);
      byte[] body = batch.body(lane.config().getCompressor());
      request.respond(HttpConnection.create(lane.config(), lane.endpoint()).prime(body));
    } catch (IOException | RuntimeException e) {
      request.fail(e);
    }
  }

  private long bytes() {
    long bytes = 0;
    for (Lane lane : lanes) {
      bytes += lane.bytes();
    }
    return bytes;
  }

  private boolean dropOldest(List<Request> dropped) {
    Lane holder = null;
    Request oldest = null;
    for (Lane lane : lanes) {
      Request candidate = lane.oldestWaiting();
      if (candidate != null && (oldest == null || candidate.number < oldest.number)) {
        holder = lane;
        oldest = candidate;
      }
    }
    if (holder == null || oldest == null) {
      return false;
    }
    holder.remove(oldest);
    dropped.add(oldest);
    return true;
  }

  /** Closes all connections; what is being sent fails, and is sent again. */
  public synchronized void disconnect() {
    for (Lane lane : lanes) {
      lane.disconnect();
    }
  }

  /** Gives up all that waits. */
  public void discard() {
    List<Request> dropped = new ArrayList<>();
    String reason;
    synchronized (this) {
      reason = reason();
      for (Lane lane : lanes) {
        dropped.addAll(lane.clear());
      }
      notifyAll();
    }
    Request.fail(
        dropped, new DroppedException("they could not be sent before the snapshot: " + reason));
  }

  /**
   * Begins anew: each backend counts as up, and is connected to when there is something to send.
   */
  public synchronized void reset() {
    for (Lane lane : lanes) {
      lane.reset();
    }
    notifyAll();
  }

  /** Lets what this thread exports be serialised, but not sent, until it is ended. */
  public void prime(boolean begin) {
    priming = begin ? Thread.currentThread() : null;
  }

  /**
   * Waits for what has been added so far to be sent, as long as that is worthwhile.
   *
   * @param start when the time began to count, in {@link System#nanoTime()}
   * @param budget the longest to wait, in nanoseconds; 0 not to wait
   * @return whether it has left
   */
  public synchronized boolean flush(long start, long budget) {
    long last = lastNumber;
    if (!holds(lanes, last)) {
      return true;
    }
    wakeUp();
    if (budget <= 0) {
      return false;
    }
    for (BackendHealth backend : backends.values()) {
      backend.beginFlush(System.nanoTime());
    }
    long end = start + Math.min(budget, MAX_BUDGET);
    boolean left = awaitEmpty(lanes, last, end);
    if (!left) {
      long now = System.nanoTime();
      for (Lane lane : lanes) {
        lane.endFlush(now, budget, end - now);
      }
    }
    return left;
  }

  private void wakeUp() {
    long now = System.nanoTime();
    for (Lane lane : lanes) {
      lane.wakeUp(now);
    }
    notifyAll();
  }

  /**
   * Waits until the lanes hold nothing up to the given number, or it is not worthwhile any more. An
   * interrupt is none of ours: it does not end the wait, and is there again after it.
   */
  private boolean awaitEmpty(List<Lane> awaited, long last, long end) {
    boolean interrupted = Thread.interrupted();
    boolean holds = holds(awaited, last);
    long patience = patience(awaited, last, end);
    while (holds && patience > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, patience);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      holds = holds(awaited, last);
      patience = patience(awaited, last, end);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !holds;
  }

  private static boolean holds(List<Lane> lanes, long last) {
    for (Lane lane : lanes) {
      if (lane.holds(last)) {
        return true;
      }
    }
    return false;
  }

  private static long patience(List<Lane> lanes, long last, long end) {
    long now = System.nanoTime();
    long patience = 0;
    for (Lane lane : lanes) {
      if (lane.holds(last)) {
        patience = Math.max(patience, lane.patience(now, end - now));
      }
    }
    return patience;
  }

  /** Why something waits, in words; null if nothing does. */
  public synchronized @Nullable String reason() {
    for (Lane lane : lanes) {
      if (lane.holds(Long.MAX_VALUE)) {
        return lane.reason();
      }
    }
    return null;
  }

  /** Says how much the backends have left out of what they have taken. */
  public synchronized void sayRejected() {
    for (Lane lane : lanes) {
      lane.rejected().sayLost();
    }
  }

  /**
   * Tries again and again to send what is left, also to a backend that is down or wants to be left
   * alone: there is no later.
   *
   * @param start when the time began to count, in {@link System#nanoTime()}
   * @param budget in nanoseconds
   * @return whether nothing is left
   */
  public synchronized boolean drain(long start, long budget) {
    boolean drained = drain(lanes, start, budget);
    for (Lane lane : lanes) {
      lane.endClosing();
    }
    return drained;
  }

  private boolean drain(List<Lane> closing, long start, long budget) {
    for (Lane lane : closing) {
      lane.beginClosing();
    }
    wakeUp();
    return awaitEmpty(closing, Long.MAX_VALUE, start + Math.min(budget, MAX_BUDGET));
  }

  /**
   * Does the same, then closes all lanes and gives up what cannot be sent.
   *
   * @param start when the time began to count, in {@link System#nanoTime()}
   * @param budget in nanoseconds
   */
  public void shutdown(long start, long budget) {
    List<Lane> all;
    synchronized (this) {
      all = new ArrayList<>(lanes);
    }
    shutdown(all, start, budget);
  }

  void shutdown(Lane lane, long start, long budget) {
    shutdown(Collections.singletonList(lane), start, budget);
  }

  private void shutdown(List<Lane> closing, long start, long budget) {
    List<Request> dropped = new ArrayList<>(0);
    String reason;
    synchronized (this) {
      drain(closing, start, budget);
      reason = reason();
      for (Lane lane : closing) {
        dropped.addAll(lane.close());
        lane.rejected().sayLost();
      }
      lanes.removeAll(closing);
      notifyAll();
    }
    Request.fail(
        dropped,
        new DroppedException("they could not be sent until the environment's end: " + reason));
  }
}
