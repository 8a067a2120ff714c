package io.opentelemetry.lambda.client.apachehttpclient4;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientRequest;
import io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientTelemetry;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import java.lang.reflect.Constructor;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of Apache HttpAsyncClient 4 by the instrumenter of {@code
 * opentelemetry-apache-httpclient-4.3}: each gets a producer that starts the span with the request,
 * a consumer that ends it with the result, and a callback that ends it with a failure.
 */
public final class ApacheHttpAsyncClient4 {

  static final String LIBRARY = "apache-httpasyncclient";

  private static final @Nullable ApacheHttpAsyncClient4 INSTANCE = create();

  private final OpenTelemetry openTelemetry;
  private final Instrumenter<ApacheHttpClientRequest, HttpResponse> instrumenter;
  private final Constructor<ApacheHttpClientRequest> request;

  @Guarded(LIBRARY)
  private static @Nullable ApacheHttpAsyncClient4 create() {
    return new ApacheHttpAsyncClient4(LibrarySettings.openTelemetry());
  }

  /** The library hands neither of them out. */
  @SuppressWarnings({"unchecked", "NullAway"}) // the field is declared so, and has a value
  private ApacheHttpAsyncClient4(OpenTelemetry openTelemetry) {
    this.openTelemetry = openTelemetry;
    Object telemetry =
        LibrarySettings.configure(ApacheHttpClientTelemetry.builder(openTelemetry)).build();
    instrumenter =
        (Instrumenter<ApacheHttpClientRequest, HttpResponse>)
            Hooks.get(Hooks.field(ApacheHttpClientTelemetry.class, "instrumenter"), telemetry);
    request = requestConstructor();
  }

  private static Constructor<ApacheHttpClientRequest> requestConstructor() {
    try {
      Constructor<ApacheHttpClientRequest> constructor =
          ApacheHttpClientRequest.class.getDeclaredConstructor(HttpHost.class, HttpRequest.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  /** Before a client executes a request. */
  @Guarded(LIBRARY)
  public static @Nullable Object execute(
      Object client,
      HttpAsyncRequestProducer producer,
      HttpAsyncResponseConsumer<?> consumer,
      @Nullable HttpContext context,
      @Nullable FutureCallback<?> callback) {
    return INSTANCE == null ? null : new AsyncCall4<>(INSTANCE, Context.current(), callback);
  }

  public static @Nullable HttpAsyncRequestProducer argument(
      @Nullable HttpAsyncRequestProducer producer, @Nullable Object call) {
    return producer == null || call == null
        ? producer
        : new AsyncProducer4(producer, (AsyncCall4<?>) call);
  }

  public static @Nullable HttpAsyncResponseConsumer<?> argument(
      @Nullable HttpAsyncResponseConsumer<?> consumer, @Nullable Object call) {
    return consumer == null || call == null
        ? consumer
        : new AsyncConsumer4<>(consumer, (AsyncCall4<?>) call);
  }

  public static @Nullable HttpContext argument(
      @Nullable HttpContext context, @Nullable Object call) {
    return context;
  }

  public static @Nullable FutureCallback<?> argument(
      @Nullable FutureCallback<?> callback, @Nullable Object call) {
    return call == null ? callback : (AsyncCall4<?>) call;
  }

  /** Ends nothing: the consumer and the callback are told of the end. */
  public static void end(@Nullable Object call, @Nullable Throwable error) {}

  Instrumenter<ApacheHttpClientRequest, HttpResponse> instrumenter() {
    return instrumenter;
  }

  ApacheHttpClientRequest request(@Nullable HttpHost target, HttpRequest sent) {
    try {
      return request.newInstance(target, sent);
    } catch (ReflectiveOperationException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  void inject(Context context, HttpRequest sent) {
    openTelemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(context, sent, ApacheHttpAsyncClient4::setHeader);
  }

  private static void setHeader(@Nullable HttpRequest sent, String name, String value) {
    if (sent != null) {
      sent.setHeader(name, value);
    }
  }
}
