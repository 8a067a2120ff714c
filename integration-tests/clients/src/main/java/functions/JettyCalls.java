package functions;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;

/** Jetty's HTTP client; {@code twice} calls again on its thread. */
final class JettyCalls implements Client {

  private HttpClient client;

  @Override
  public String call(String way, String url) throws Exception {
    if (client == null) {
      client = new HttpClient();
      client.start();
    }
    return switch (way) {
      case "sync" -> client.GET(url).getContentAsString();
      case "async" -> send(url).get().getContentAsString();
      case "twice" -> send(url).thenCompose(first -> send(url)).get().getContentAsString();
      case "error" -> client.GET("http://localhost:1/").getContentAsString();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private CompletableFuture<ContentResponse> send(String url) {
    return new CompletableResponseListener(client.newRequest(url)).send();
  }
}
