package io.opentelemetry.lambda.emulator.internal.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A server's connections, and those of them that have been dropped: the client has not been told,
 * and the next that it sends is to be answered with a reset.
 *
 * @param <C> a connection of the server
 */
public final class OpenConnections<C> {

  private final Map<C, Set<Object>> unanswered = new HashMap<>();
  private final Set<C> dropped = new HashSet<>();

  public synchronized void opened(C connection) {
    unanswered.put(connection, new HashSet<>());
  }

  public synchronized void closed(C connection) {
    unanswered.remove(connection);
    dropped.remove(connection);
  }

  /** A request has begun to arrive. */
  public synchronized void begun(C connection, Object request) {
    Set<Object> requests = unanswered.get(connection);
    if (requests != null) {
      requests.add(request);
    }
  }

  /**
   * An answer is about to be sent, or nobody waits for one any more. To be called before the client
   * can know, as it may be frozen and its connections dropped the moment after.
   */
  public synchronized void answered(C connection, Object request) {
    Set<Object> requests = unanswered.get(connection);
    if (requests != null) {
      requests.remove(request);
    }
  }

  /** Drops the connections on which no request waits for its answer. */
  public synchronized void dropIdle() {
    unanswered.forEach(
        (connection, requests) -> {
          if (requests.isEmpty()) {
            dropped.add(connection);
          }
        });
  }

  public synchronized boolean isDropped(C connection) {
    return dropped.contains(connection);
  }
}
