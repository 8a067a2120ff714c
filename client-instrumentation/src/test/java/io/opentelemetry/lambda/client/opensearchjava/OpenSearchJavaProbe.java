package io.opentelemetry.lambda.client.opensearchjava;

import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.json.JsonpDeserializer;
import org.opensearch.client.transport.Endpoint;

final class OpenSearchJavaProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    Endpoint<String, String, String> endpoint = new Search();
    try (Scope scope = Invocation.context().makeCurrent()) {
      Object call =
          hooked ? OpenSearchJava.performRequestAsync(this, "orders", endpoint, null) : null;
      CompletableFuture<String> future = new CompletableFuture<>();
      CompletableFuture<?> given = hooked ? OpenSearchJava.result(future, call) : future;
      future.complete("found");
      return String.valueOf(given.join());
    }
  }

  private static final class Search implements Endpoint<String, String, String> {

    @Override
    public String method(String index) {
      return "GET";
    }

    @Override
    public String requestUrl(String index) {
      return "/" + index + "/_search";
    }

    @Override
    public boolean hasRequestBody() {
      return false;
    }

    @Override
    public boolean isError(int status) {
      return status >= 400;
    }

    @Override
    public @Nullable JsonpDeserializer<String> errorDeserializer(int status) {
      return null;
    }
  }
}
