package io.opentelemetry.lambda.client.vertx;

import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

public final class VertxProbe implements Probe {

  @Override
  @SuppressWarnings("unchecked") // the hooks give what they get
  public String call(boolean hooked, String url) {
    HttpClientRequest request = request(url);
    HttpClientResponse response = response(request);
    RequestOptions options = new RequestOptions().setAbsoluteURI(url);
    List<String> results = new ArrayList<>();
    try (Scope scope = Invocation.context().makeCurrent()) {
      Future<HttpClientRequest> future = Future.succeededFuture(request);
      Handler<String> callback = results::add;
      if (hooked) {
        future = (Future<HttpClientRequest>) connect(future, options);
        callback = (Handler<String>) VertxCallbacks.inContext(callback);
        send(request, response);
      }
      callback.handle(future.result() == request ? "found" : "lost");
    }
    return results.get(0);
  }

  private static Future<?> connect(Future<HttpClientRequest> future, RequestOptions options) {
    return VertxConnections.result(future, VertxConnections.request(new Object(), options));
  }

  private static void send(HttpClientRequest request, HttpClientResponse response) {
    Object call = VertxHttpClient.doWrite(request, (Buffer) null, true, false);
    VertxHttpClient.end(call, null);
    VertxResponses.end(VertxResponses.handleResponse(request, null, response, 0), null);
    VertxResponses.end(VertxResponses.handleEnd(response, null), null);
  }

  private static HttpClientRequest request(String url) {
    return fake(
        HttpClientRequest.class,
        method ->
            switch (method) {
              case "getURI" -> "/";
              case "absoluteURI" -> url;
              case "getMethod" -> HttpMethod.GET;
              default -> null;
            });
  }

  private static HttpClientResponse response(HttpClientRequest request) {
    return fake(
        HttpClientResponse.class,
        method ->
            switch (method) {
              case "statusCode" -> 200;
              case "request" -> request;
              default -> null;
            });
  }

  private interface Answers {
    Object of(String method);
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> answers.of(method.getName());
                }));
  }
}
