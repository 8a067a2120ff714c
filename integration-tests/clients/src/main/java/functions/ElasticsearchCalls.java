package functions;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;

/** The low-level client. */
final class ElasticsearchCalls implements Client {

  private RestClient client;

  @Override
  public String call(String way, String url) throws IOException {
    if (client == null) {
      client = RestClient.builder(HttpHost.create(url)).build();
    }
    return switch (way) {
      case "proxy" -> proxied(url);
      case "search" -> found(client.performRequest(search("orders")));
      case "missing" -> missing();
      case "async" -> async("orders");
      case "async-missing" -> async("missing");
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** A server whose address has no port, behind a proxy. */
  private static String proxied(String proxy) throws IOException {
    try (RestClient client =
        RestClient.builder(new HttpHost("search.example"))
            .setHttpClientConfigCallback(http -> http.setProxy(HttpHost.create(proxy)))
            .build()) {
      return found(client.performRequest(search("orders")));
    }
  }

  private static Request search(String index) {
    Request request = new Request("GET", "/" + index + "/_search");
    request.addParameter("q", "item:1");
    return request;
  }

  private String missing() throws IOException {
    try {
      return found(client.performRequest(search("missing")));
    } catch (ResponseException e) {
      return "not found: " + e.getMessage();
    }
  }

  private String async(String index) {
    CompletableFuture<String> result = new CompletableFuture<>();
    client.performRequestAsync(
        search(index),
        new ResponseListener() {
          @Override
          public void onSuccess(Response response) {
            result.complete(found(response));
          }

          @Override
          public void onFailure(Exception error) {
            result.complete("not found: " + error.getMessage());
          }
        });
    return result.join();
  }

  private static String found(Response response) {
    return "found " + response.getStatusLine();
  }
}
