package io.opentelemetry.lambda.client.elasticsearch;

import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.TransportOptions;
import io.opentelemetry.lambda.guard.Guarded;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what Elasticsearch's Java client before 8.10 does while it calls the low-level client,
 * which knows the path alone. Later releases of it trace themselves.
 */
public final class ElasticsearchJava {

  private static final String LIBRARY = "elasticsearch-api-client";

  /** Names are below this in the client. */
  private static final String SERVER = "es/";

  private static final ThreadLocal<String> OPERATION = new ThreadLocal<>();

  /** Around {@code performRequest} of a transport. */
  @Guarded(LIBRARY)
  public static @Nullable Object performRequest(
      Object transport, Object request, Endpoint<?, ?, ?> endpoint, TransportOptions options) {
    return enter(endpoint);
  }

  /** Around {@code performRequestAsync} of a transport, which sends on the caller's thread. */
  @Guarded(LIBRARY)
  public static @Nullable Object performRequestAsync(
      Object transport, Object request, Endpoint<?, ?, ?> endpoint, TransportOptions options) {
    return enter(endpoint);
  }

  private static String enter(Endpoint<?, ?, ?> endpoint) {
    String id = endpoint.id();
    String operation = id.startsWith(SERVER) ? id.substring(SERVER.length()) : id;
    OPERATION.set(operation);
    return operation;
  }

  /** After both. */
  public static void end(@Nullable Object entered, @Nullable Throwable error) {
    OPERATION.remove();
  }

  /**
   * Names the operation of the Java client that the thread is in, such as {@code indices.create}.
   */
  static @Nullable String operation() {
    return OPERATION.get();
  }

  private ElasticsearchJava() {}
}
