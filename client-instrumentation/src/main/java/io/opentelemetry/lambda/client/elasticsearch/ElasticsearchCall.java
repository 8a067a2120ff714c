package io.opentelemetry.lambda.client.elasticsearch;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Hooks;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.jspecify.annotations.Nullable;

/** One request on its way. Its span ends with the response, or with what the call throws. */
final class ElasticsearchCall implements ResponseListener {

  private final Instrumenter<ElasticsearchRequest, Response> instrumenter;
  private final ElasticsearchRequest request;
  private final Context parent;
  private final Context context;
  private final Scope scope;
  private @Nullable ResponseListener listener;

  @SuppressWarnings("MustBeClosedChecker") // the scope ends with the call
  ElasticsearchCall(
      Instrumenter<ElasticsearchRequest, Response> instrumenter,
      Context parent,
      ElasticsearchRequest request) {
    this.instrumenter = instrumenter;
    this.parent = parent;
    this.request = request;
    context = instrumenter.start(parent, request);
    scope = context.makeCurrent();
  }

  /** The caller waits for the answer no longer than this. */
  void answer(ResponseListener callers) {
    listener = callers;
  }

  /** At the end of the call, which may be before the answer. */
  void sent(@Nullable Throwable error) {
    scope.close();
    if (error != null) {
      endSpan(null, error);
    }
  }

  void end(@Nullable Response response, @Nullable Throwable error) {
    scope.close();
    endSpan(response, error);
  }

  @Override
  public void onSuccess(Response response) {
    endSpan(response, null);
    if (listener != null) {
      try (Scope callers = parent.makeCurrent()) {
        listener.onSuccess(response);
      }
    }
  }

  @Override
  public void onFailure(Exception error) {
    endSpan(null, error);
    if (listener != null) {
      try (Scope callers = parent.makeCurrent()) {
        listener.onFailure(error);
      }
    }
  }

  private void endSpan(@Nullable Response response, @Nullable Throwable error) {
    try {
      instrumenter.end(context, request, response, error);
    } catch (Throwable e) {
      Hooks.leave(Elasticsearch.LIBRARY, e);
    }
  }
}
