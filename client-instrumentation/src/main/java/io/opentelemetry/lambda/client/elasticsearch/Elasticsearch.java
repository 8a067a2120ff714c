package io.opentelemetry.lambda.client.elasticsearch;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.Execution;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Traces what Elasticsearch's low-level client sends. OpenTelemetry's library for it is released no
 * more, and wraps the client by a proxy.
 */
public final class Elasticsearch {

  static final String LIBRARY = "elasticsearch-rest";

  private static final @Nullable Instrumenter<ElasticsearchRequest, Response> INSTRUMENTER =
      create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<ElasticsearchRequest, Response> create() {
    Hooks.leaveToUser("elasticsearch.rest.v7_0.ElasticsearchRest7Telemetry");
    // the client above it traces itself, by the API of OpenTelemetry
    Hooks.leaveToLibrary("co.elastic.clients.transport.instrumentation.Instrumentation");
    return ElasticsearchTracing.create();
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
    ElasticsearchCall call = start((RestClient) client, request);
    if (call != null) {
      call.answer(listener);
    }
    return call;
  }

  private static @Nullable ElasticsearchCall start(RestClient client, Request request) {
    if (INSTRUMENTER == null) {
      return null;
    }
    Context parent = Context.current();
    ElasticsearchRequest traced = new ElasticsearchRequest(client, request);
    Execution<ElasticsearchRequest, Response> execution =
        Execution.start(LIBRARY, INSTRUMENTER, traced, parent);
    return execution == null ? null : new ElasticsearchCall(execution, parent);
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
      ((ElasticsearchCall) call).answered(response);
    }
    return response;
  }

  /** After a call that throws, and after an asynchronous one is sent. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object call, @Nullable Throwable error) {
    if (call != null) {
      ((ElasticsearchCall) call).sent(error);
    }
  }

  private Elasticsearch() {}
}
