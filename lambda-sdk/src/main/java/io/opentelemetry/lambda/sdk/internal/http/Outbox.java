package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.sdk.internal.Configuration;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent, of all signals, bounded in bytes, and how long it is worth waiting for it.
 *
 * <p>Its monitor guards the senders' queues and their backends' health. Nothing happens in here by
 * the clock: whoever adds a request or flushes wakes the senders up whose backend may be asked
 * again, and ends what is stuck.
 */
public final class Outbox {

  private static final Outbox INSTANCE = of(Configuration.queueBytes(System.getenv()));

  private static final long MAX_BUDGET = TimeUnit.HOURS.toNanos(1);

  private final long maxBytes;
  private final List<SocketHttpSender> senders = new ArrayList<>();
  private final Map<String, BackendHealth> backends = new HashMap<>();
  private long bytes;
  private long lastNumber;
  private volatile @Nullable Thread rehearsing;

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

  synchronized BackendHealth register(SocketHttpSender sender, URI endpoint) {
    senders.add(sender);
    String backend = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    BackendHealth health = backends.get(backend);
    if (health == null) {
      health = new BackendHealth();
      backends.put(backend, health);
    }
    return health;
  }

  /** Whether any exporter sends through here. */
  public synchronized boolean hasSenders() {
    return !senders.isEmpty();
  }

  void add(SocketHttpSender sender, Request request) {
    List<Request> dropped = new ArrayList<>(0);
    synchronized (this) {
      if (sender.isClosed()) {
        dropped.add(request);
      } else {
        while (bytes + request.size() > maxBytes && dropOldest(dropped)) {
          // until it has room, or is the only one
        }
        request.number = ++lastNumber;
        bytes += request.size();
        sender.enqueue(request);
        wakeUp();
      }
    }
    if (!dropped.isEmpty()) {
      fail(
          dropped,
          new DroppedException(
              dropped.contains(request)
                  ? "the exporter has been shut down"
                  : "the queue of " + maxBytes + " bytes is full"));
    }
  }

  private boolean dropOldest(List<Request> dropped) {
    SocketHttpSender holder = null;
    Request oldest = null;
    for (SocketHttpSender sender : senders) {
      Request candidate = sender.oldestWaiting();
      if (candidate != null && (oldest == null || candidate.number < oldest.number)) {
        holder = sender;
        oldest = candidate;
      }
    }
    if (holder == null || oldest == null) {
      return false;
    }
    holder.remove(oldest);
    bytes -= oldest.size();
    dropped.add(oldest);
    return true;
  }

  /** The next request to send, when it may be sent; null if there will be none any more. */
  synchronized @Nullable Request take(SocketHttpSender sender) throws InterruptedException {
    while (!sender.isClosed()) {
      Request request = sender.begin(System.nanoTime());
      if (request != null) {
        return request;
      }
      wait();
    }
    return null;
  }

  /** What has become of the request is final, and its exporter knows it. */
  synchronized void answered(SocketHttpSender sender, Request request) {
    sender.answered(request);
    if (sender.remove(request)) {
      bytes -= request.size();
    }
    notifyAll();
  }

  /** As {@link SocketHttpSender#failed}. */
  synchronized boolean failed(
      SocketHttpSender sender,
      Request request,
      long retryAfter,
      boolean timedOut,
      List<Request> dropped) {
    boolean again = sender.failed(request, retryAfter, timedOut, dropped);
    for (Request lost : dropped) {
      bytes -= lost.size();
    }
    notifyAll();
    return again;
  }

  /** Lets the time pass; no sender's thread does it within an invocation that has nothing to do. */
  synchronized void pause(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  synchronized @Nullable HttpConnection connection(SocketHttpSender sender) {
    return sender.connection();
  }

  synchronized void connect(SocketHttpSender sender, @Nullable HttpConnection connection) {
    sender.connect(connection);
  }

  /** Closes all connections; what is being sent fails, and is sent again. */
  public synchronized void disconnect() {
    for (SocketHttpSender sender : senders) {
      sender.disconnect();
    }
  }

  /**
   * Begins anew: each backend counts as up, and is connected to when there is something to send.
   */
  public synchronized void reset() {
    for (SocketHttpSender sender : senders) {
      sender.reset();
    }
    notifyAll();
  }

  /** Lets what this thread exports be serialised, but not sent, until it is ended. */
  public void rehearse(boolean begin) {
    rehearsing = begin ? Thread.currentThread() : null;
  }

  boolean isRehearsedHere() {
    return rehearsing == Thread.currentThread();
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
    if (!holds(last)) {
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
    while (holds(last)) {
      long patience = patience(last, System.nanoTime(), end);
      if (patience <= 0 || !await(patience)) {
        break;
      }
    }
    boolean left = !holds(last);
    if (!left) {
      endFlush(budget, end);
    }
    return left;
  }

  private void wakeUp() {
    long now = System.nanoTime();
    for (SocketHttpSender sender : senders) {
      sender.endStuckRequest(now);
    }
    notifyAll();
  }

  private boolean holds(long last) {
    for (SocketHttpSender sender : senders) {
      if (sender.holds(last)) {
        return true;
      }
    }
    return false;
  }

  private long patience(long last, long now, long end) {
    long patience = 0;
    for (SocketHttpSender sender : senders) {
      if (sender.holds(last)) {
        long left = end - now;
        patience =
            Math.max(patience, sender.isClosing() ? left : sender.health().patience(now, left));
      }
    }
    return patience;
  }

  private void endFlush(long budget, long end) {
    long now = System.nanoTime();
    for (SocketHttpSender sender : senders) {
      Request waiting = sender.inFlight();
      if (waiting != null) {
        sender.health().endFlush(waiting.begun, now, budget, end - now);
      }
    }
  }

  /** Returns whether to go on. */
  private boolean await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Tries to send what is left, also to a backend that is down, and gives up what cannot be sent.
   *
   * @param start when the time began to count, in {@link System#nanoTime()}
   * @param budget in nanoseconds
   */
  public void shutdown(long start, long budget) {
    shutdown(null, start, budget);
  }

  /** The same for one sender, or for all where it is null. */
  void shutdown(@Nullable SocketHttpSender only, long start, long budget) {
    List<Request> dropped = new ArrayList<>(0);
    synchronized (this) {
      List<SocketHttpSender> closing = new ArrayList<>(senders);
      if (only != null) {
        closing.retainAll(Collections.singleton(only));
      }
      for (SocketHttpSender sender : closing) {
        sender.beginClosing();
      }
      notifyAll();
      long end = start + Math.min(budget, MAX_BUDGET);
      while (isAnyHolding(closing)) {
        long left = end - System.nanoTime();
        if (left <= 0 || !await(left)) {
          break;
        }
      }
      for (SocketHttpSender sender : closing) {
        sender.close(dropped);
      }
      senders.removeAll(closing);
      for (Request request : dropped) {
        bytes -= request.size();
      }
      notifyAll();
    }
    fail(dropped, new DroppedException("they could not be sent until the environment's end"));
  }

  private static boolean isAnyHolding(List<SocketHttpSender> senders) {
    for (SocketHttpSender sender : senders) {
      if (sender.holds(Long.MAX_VALUE)) {
        return true;
      }
    }
    return false;
  }

  static void fail(List<Request> requests, IOException reason) {
    for (Request request : requests) {
      request.fail(reason);
    }
  }
}
