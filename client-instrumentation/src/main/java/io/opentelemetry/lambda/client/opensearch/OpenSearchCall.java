package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.internal.Execution;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseListener;

/** One request on its way. Its span ends with the response, or with what the call throws. */
final class OpenSearchCall implements ResponseListener {

  private final Execution<OpenSearchRequest, Response> execution;
  private final Context parent;
  private @Nullable ResponseListener listener;

  OpenSearchCall(Execution<OpenSearchRequest, Response> execution, Context parent) {
    this.execution = execution;
    this.parent = parent;
  }

  /** The caller waits for the answer no longer than this. */
  void answer(ResponseListener callers) {
    listener = callers;
  }

  /** At the end of the call, which may be before the answer. */
  void sent(@Nullable Throwable error) {
    execution.leave();
    if (error != null) {
      execution.endSpan(error);
    }
  }

  void answered(@Nullable Response response) {
    execution.leave();
    execution.endSpan(response, null);
  }

  @Override
  public void onSuccess(Response response) {
    execution.endSpan(response, null);
    if (listener != null) {
      try (Scope callers = parent.makeCurrent()) {
        listener.onSuccess(response);
      }
    }
  }

  @Override
  public void onFailure(Exception error) {
    execution.endSpan(error);
    if (listener != null) {
      try (Scope callers = parent.makeCurrent()) {
        listener.onFailure(error);
      }
    }
  }
}
