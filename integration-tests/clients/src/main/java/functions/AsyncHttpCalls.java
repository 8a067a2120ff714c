package functions;

import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Response;

/** AsyncHttpClient; {@code twice} calls again on the client's thread. */
final class AsyncHttpCalls implements Client {

  private final AsyncHttpClient client = Dsl.asyncHttpClient();

  @Override
  public String call(String way, String url) throws Exception {
    return switch (way) {
      case "sync" -> client.prepareGet(url).execute().get().getResponseBody();
      case "twice" -> execute(url).thenCompose(response -> execute(url)).get().getResponseBody();
      case "error" -> execute("http://localhost:1/").get().getResponseBody();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private CompletableFuture<Response> execute(String url) {
    return client.prepareGet(url).execute().toCompletableFuture();
  }
}
