package io.opentelemetry.lambda.client.ktor;

import io.ktor.client.call.HttpClientCall;
import io.ktor.client.request.HttpRequestData;
import io.ktor.client.statement.HttpResponse;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.kotlinxcoroutines.TracedContinuation;
import io.opentelemetry.lambda.guard.Guarded;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/** One request. Its span ends when the response has begun. */
final class KtorCall extends TracedContinuation {

  private final Instrumenter<HttpRequestData, HttpResponse> instrumenter;
  private final HttpRequestData request;
  private final Context context;

  KtorCall(
      Instrumenter<HttpRequestData, HttpResponse> instrumenter,
      HttpRequestData request,
      Context callers,
      Context context,
      Continuation<?> caller) {
    super(caller, callers, context);
    this.instrumenter = instrumenter;
    this.request = request;
    this.context = context;
  }

  Context spans() {
    return context;
  }

  @Override
  @Guarded(Ktor.LIBRARY)
  protected void endSpan(@Nullable Object result, @Nullable Throwable error) {
    HttpResponse response =
        result instanceof HttpClientCall ? ((HttpClientCall) result).getResponse() : null;
    instrumenter.end(context, request, response, error);
  }
}
