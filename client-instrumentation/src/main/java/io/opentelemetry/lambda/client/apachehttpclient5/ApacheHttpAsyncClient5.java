package io.opentelemetry.lambda.client.apachehttpclient5;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of Apache HttpClient 5, asynchronous: each gets a producer that starts the span
 * with the request, a consumer that ends it with the result, and a callback that ends it with a
 * failure.
 */
public final class ApacheHttpAsyncClient5 {

  static final String LIBRARY = "apache-httpclient";

  private static final @Nullable Instrumenter<HttpRequest, HttpResponse> INSTRUMENTER = create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<HttpRequest, HttpResponse> create() {
    return LibrarySettings.configure(
            DefaultHttpClientInstrumenterBuilder.create(
                "io.opentelemetry.apache-httpclient-5.0",
                LibrarySettings.openTelemetry(),
                new AsyncAttributesGetter5(),
                ApacheHttpAsyncClient5::setHeader))
        .build();
  }

  private static void setHeader(@Nullable HttpRequest request, String name, String value) {
    if (request != null) {
      request.setHeader(name, value);
    }
  }

  /** Before a client executes a request. */
  @Guarded(LIBRARY)
  public static @Nullable Object execute(
      Object client,
      AsyncRequestProducer producer,
      AsyncResponseConsumer<?> consumer,
      @Nullable HandlerFactory<AsyncPushConsumer> pushed,
      @Nullable HttpContext context,
      @Nullable FutureCallback<?> callback) {
    return INSTRUMENTER == null
        ? null
        : new AsyncCall5<>(INSTRUMENTER, Context.current(), callback);
  }

  public static @Nullable AsyncRequestProducer argument(
      @Nullable AsyncRequestProducer producer, @Nullable Object call) {
    return producer == null || call == null
        ? producer
        : new AsyncProducer5(producer, (AsyncCall5<?>) call);
  }

  public static @Nullable HttpContext argument(
      @Nullable HttpContext context, @Nullable Object call) {
    return context;
  }

  public static @Nullable FutureCallback<?> argument(
      @Nullable FutureCallback<?> callback, @Nullable Object call) {
    return call == null ? callback : (AsyncCall5<?>) call;
  }

  public static @Nullable AsyncResponseConsumer<?> argument(
      @Nullable AsyncResponseConsumer<?> consumer, @Nullable Object call) {
    return consumer == null || call == null
        ? consumer
        : new AsyncConsumer5<>(consumer, (AsyncCall5<?>) call);
  }

  public static @Nullable HandlerFactory<?> argument(
      @Nullable HandlerFactory<?> pushed, @Nullable Object call) {
    return pushed;
  }

  /** Ends nothing: the consumer and the callback are told of the end. */
  public static void end(@Nullable Object call, @Nullable Throwable error) {}

  private ApacheHttpAsyncClient5() {}
}
