package io.opentelemetry.lambda.client.spankeys;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.internal.SpanKey;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import org.jspecify.annotations.Nullable;

/**
 * Lets the instrumentations of the function's and of the layer's see each other's spans in a
 * context. By these an instrumentation finds that a call is traced already: that of an HTTP client,
 * for one, below the AWS SDK's. The layer's keys are of another class, as it is relocated.
 */
public final class SpanKeys {

  private static final String LIBRARY = "opentelemetry-instrumentation-api";

  private static final SpanKey[] KEYS = {
    SpanKey.KIND_SERVER,
    SpanKey.KIND_CLIENT,
    SpanKey.KIND_CONSUMER,
    SpanKey.KIND_PRODUCER,
    SpanKey.HTTP_SERVER,
    SpanKey.RPC_SERVER,
    SpanKey.HTTP_CLIENT,
    SpanKey.RPC_CLIENT,
    SpanKey.DB_CLIENT,
    SpanKey.PRODUCER_CREATE,
    SpanKey.PRODUCER,
    SpanKey.CONSUMER_RECEIVE,
    SpanKey.CONSUMER_PROCESS,
    SpanKey.CONSUMER_SETTLE,
  };

  /** On exit of {@code SpanKey.storeInContext}. */
  @Guarded(LIBRARY)
  public static Context storeInContext(
      Object key, Context context, Span span, @Otherwise Context result) {
    SpanKey own = own(key);
    return own == null ? result : own.storeInContext(result, span);
  }

  /** On exit of {@code SpanKey.fromContextOrNull}. */
  @Guarded(LIBRARY)
  public static @Nullable Span fromContextOrNull(
      Object key, Context context, @Otherwise @Nullable Span result) {
    SpanKey own = result == null ? own(key) : null;
    return own == null ? result : own.fromContextOrNull(context);
  }

  /** The layer's key of the same name; null for one that only newer or older releases have. */
  private static @Nullable SpanKey own(Object key) {
    String name = key.toString();
    for (SpanKey own : KEYS) {
      if (own.toString().equals(name)) {
        return own;
      }
    }
    return null;
  }

  private SpanKeys() {}
}
