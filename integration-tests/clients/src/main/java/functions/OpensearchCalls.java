package functions;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseException;
import org.opensearch.client.ResponseListener;
import org.opensearch.client.RestClient;
import org.opensearch.client.RestClientBuilder;

/** The low-level client. */
final class OpensearchCalls implements Client {

  private RestClient client;

  @Override
  public String call(String way, String url) throws Exception {
    if (client == null) {
      client = create(url);
    }
    return switch (way) {
      case "search" -> "found " + client.performRequest(search("orders"));
      case "missing" -> missing();
      case "async" -> async("orders");
      case "async-missing" -> async("missing");
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** By reflection, as the servers are of a type of HttpClient 4 before 3.0, and of 5 since. */
  static RestClient create(String url) throws ReflectiveOperationException {
    for (Method method : RestClient.class.getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      if (method.getName().equals("builder") && types[0].getSimpleName().equals("HttpHost[]")) {
        Class<?> type = types[0].getComponentType();
        Object servers = Array.newInstance(type, 1);
        Array.set(servers, 0, type.getMethod("create", String.class).invoke(null, url));
        return ((RestClientBuilder) method.invoke(null, servers)).build();
      }
    }
    throw new NoSuchMethodException("builder");
  }

  private static Request search(String index) {
    Request request = new Request("GET", "/" + index + "/_search");
    request.addParameter("q", "item:1");
    return request;
  }

  private String missing() throws IOException {
    try {
      return "found " + client.performRequest(search("missing"));
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
            result.complete("found " + response);
          }

          @Override
          public void onFailure(Exception error) {
            result.complete("not found: " + error.getMessage());
          }
        });
    return result.join();
  }
}
