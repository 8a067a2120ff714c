package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseListener;
import org.opensearch.client.RestClient;

/** Traces what OpenSearch's low-level client sends, for which OpenTelemetry has no library. */
public final class OpenSearch {

  static final String LIBRARY = "opensearch-rest";

  private static final @Nullable Instrumenter<OpenSearchRequest, Response> INSTRUMENTER = create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<OpenSearchRequest, Response> create() {
    boolean newer = Hooks.isThere("org.opensearch.client.http.HttpUriRequestProducer");
    return OpenSearchTracing.create(
        "io.opentelemetry.opensearch-rest-" + (newer ? "3.0" : "1.0"), new OpenSearchTypes());
  }

  /** Around {@code RestClient.performRequest}. */
  @Guarded(LIBRARY)
  public static @Nullable Object performRequest(Object client, Request request) {
    return start((RestClient) client, request);
  }

  /** Around {@code RestClient.performRequestAsync}. */
  @Guarded(LIBRARY)
  public static @Nullable Object performRequestAsync(
      Object client, Request request, ResponseListener listener) {
    OpenSearchCall call = start((RestClient) client, request);
    if (call != null) {
      call.answer(listener);
    }
    return call;
  }

  private static @Nullable OpenSearchCall start(RestClient client, Request request) {
    if (INSTRUMENTER == null) {
      return null;
    }
    Context parent = Context.current();
    OpenSearchRequest traced = new OpenSearchRequest(client, request);
    Execution<OpenSearchRequest, Response> execution =
        Execution.start(LIBRARY, INSTRUMENTER, traced, parent);
    return execution == null ? null : new OpenSearchCall(execution, parent);
  }

  /** In the place of the request, which stays as it is. */
  public static Request argument(Request request, @Nullable Object call) {
    return request;
  }

  /** In the place of the caller's listener, which it calls. */
  public static ResponseListener argument(ResponseListener listener, @Nullable Object call) {
    // not as what it is: the class is linked where the type of listeners is missing, too
    return call == null ? listener : (ResponseListener) call;
  }

  /** After {@code performRequest}. */
  @Guarded(LIBRARY)
  public static @Nullable Response result(
      @Otherwise @Nullable Response response, @Nullable Object call) {
    if (call != null) {
      ((OpenSearchCall) call).answered(response);
    }
    return response;
  }

  /** After a call that throws, and after an asynchronous one is sent. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object call, @Nullable Throwable error) {
    if (call != null) {
      ((OpenSearchCall) call).sent(error);
    }
  }

  private OpenSearch() {}
}
