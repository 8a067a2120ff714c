package io.opentelemetry.lambda.client.opensearchjava;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.transport.Endpoint;
import org.opensearch.client.transport.TransportOptions;

/**
 * Traces what OpenSearch's Java client sends by its transports, for which OpenTelemetry has no
 * library. Before 3.0, what a transport sends by is traced alone.
 */
public final class OpenSearchJava {

  static final String LIBRARY = "opensearch-java";

  private static final @Nullable Instrumenter<OpenSearchOperation, Void> INSTRUMENTER = create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<OpenSearchOperation, Void> create() {
    // as the agent does: before 3.0, the span is that of what sends the request
    return Hooks.isThere("org.opensearch.client.opensearch.nodes.OpenSearchNodesClientBase")
        ? OpenSearchJavaTracing.create()
        : null;
  }

  /** Around {@code performRequest} of a transport. */
  @Guarded(LIBRARY)
  public static @Nullable Object performRequest(
      Object transport, Object request, Endpoint<?, ?, ?> endpoint, TransportOptions options) {
    return start(request, endpoint);
  }

  /** Around {@code performRequestAsync} of a transport. */
  @Guarded(LIBRARY)
  public static @Nullable Object performRequestAsync(
      Object transport, Object request, Endpoint<?, ?, ?> endpoint, TransportOptions options) {
    return start(request, endpoint);
  }

  @SuppressWarnings("unchecked") // the caller has an endpoint that fits
  private static @Nullable Execution<OpenSearchOperation, Void> start(
      Object request, Endpoint<?, ?, ?> endpoint) {
    if (INSTRUMENTER == null) {
      return null;
    }
    Endpoint<Object, ?, ?> fitting = (Endpoint<Object, ?, ?>) endpoint;
    OpenSearchOperation operation =
        new OpenSearchOperation(fitting.method(request), fitting.requestUrl(request));
    return Execution.start(LIBRARY, INSTRUMENTER, operation, Context.current());
  }

  /** After {@code performRequestAsync}: the caller gets a future that is done after the span. */
  @Guarded(LIBRARY)
  public static @Nullable CompletableFuture<?> result(
      @Otherwise @Nullable CompletableFuture<?> given, @Nullable Object started) {
    if (started == null) {
      return given;
    }
    Execution<?, ?> execution = (Execution<?, ?>) started;
    execution.leave();
    if (given == null || given.isDone()) {
      OpenSearchJavaFuture.endSpan(execution, given);
      return given;
    }
    return OpenSearchJavaFuture.after(execution, given, Context.current());
  }

  /** After a call, unless it returns a future. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object started, @Nullable Throwable error) {
    if (started != null) {
      ((Execution<?, ?>) started).end(error);
    }
  }

  private OpenSearchJava() {}
}
