package io.opentelemetry.lambda.client.ktor;

import io.ktor.client.call.HttpClientCall;
import io.ktor.client.plugins.Sender;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.request.HttpRequestData;
import io.ktor.client.statement.HttpResponse;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.jvm.functions.Function3;
import org.jspecify.annotations.Nullable;

/** Sends each request in a span of its own, also those that follow a redirect or a failure. */
final class KtorInterceptor
    implements Function3<
        Sender, HttpRequestBuilder, Continuation<? super HttpClientCall>, @Nullable Object> {

  private final OpenTelemetry openTelemetry = LibrarySettings.openTelemetry();
  private final Instrumenter<HttpRequestData, HttpResponse> instrumenter =
      LibrarySettings.configure(
              DefaultHttpClientInstrumenterBuilder.create(
                  "io.opentelemetry.ktor-3.0", openTelemetry, new KtorAttributesGetter()))
          .build();

  @Override
  public @Nullable Object invoke(
      Sender sender, HttpRequestBuilder request, Continuation<? super HttpClientCall> caller) {
    KtorCall call = start(request, caller);
    if (call == null) {
      return sender.execute(request, caller);
    }
    Object result;
    try (Scope scope = call.spans().makeCurrent()) {
      result = sender.execute(request, call);
    } catch (Throwable e) {
      call.endSpan(null, e);
      throw e;
    }
    if (result != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
      call.endSpan(result, null);
    }
    return result;
  }

  /** Starts a span; null if there is to be none. */
  @Guarded(Ktor.LIBRARY)
  private @Nullable KtorCall start(
      HttpRequestBuilder builder, Continuation<? super HttpClientCall> caller) {
    Context parent = Context.current();
    HttpRequestData request = builder.build();
    if (!instrumenter.shouldStart(parent, request)) {
      return null;
    }
    Context context = instrumenter.start(parent, request);
    KtorCall call = new KtorCall(instrumenter, request, parent, context, caller);
    openTelemetry
        .getPropagators()
        .getTextMapPropagator()
        .inject(context, builder, KtorInterceptor::setHeader);
    return call;
  }

  private static void setHeader(@Nullable HttpRequestBuilder builder, String name, String value) {
    if (builder != null) {
      builder.getHeaders().set(name, value);
    }
  }
}
