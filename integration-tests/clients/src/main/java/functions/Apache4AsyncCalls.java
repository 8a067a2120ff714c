package functions;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.utils.URIUtils;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.util.EntityUtils;

/** Apache HttpAsyncClient 4. */
final class Apache4AsyncCalls implements Client {

  private final CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();

  Apache4AsyncCalls() {
    client.start();
  }

  @Override
  public String call(String way, String url) throws Exception {
    return switch (way) {
      case "default" -> execute(url, null, Apache4AsyncCalls::text).join();
      case "target" -> execute(url, target(url), Apache4AsyncCalls::text).join();
      case "callback" ->
          execute(
                  url,
                  null,
                  response -> text(response) + new HttpUrlConnectionCalls().call("get", url))
              .join();
      case "future" -> text(client.execute(request(url), null).get());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static HttpGet request(String url) {
    HttpGet request = new HttpGet(url);
    request.addHeader("x-tenant", "acme");
    return request;
  }

  private static HttpHost target(String url) {
    return URIUtils.extractHost(URI.create(url));
  }

  private static String text(HttpResponse response) throws Exception {
    return response.getStatusLine().getStatusCode()
        + " "
        + EntityUtils.toString(response.getEntity());
  }

  /** Is done when the callback is: an agent's span may end after the client's future is done. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
  private CompletableFuture<String> execute(String url, HttpHost target, Reader reader) {
    CompletableFuture<String> result = new CompletableFuture<>();
    FutureCallback<HttpResponse> callback =
        new FutureCallback<>() {
          @Override
          public void completed(HttpResponse response) {
            try {
              result.complete(reader.read(response));
            } catch (Exception e) {
              result.completeExceptionally(e);
            }
          }

          @Override
          public void failed(Exception error) {
            result.completeExceptionally(error);
          }

          @Override
          public void cancelled() {
            result.cancel(false);
          }
        };
    if (target == null) {
      client.execute(request(url), callback);
    } else {
      client.execute(target, request(url), callback);
    }
    return result;
  }

  private interface Reader {
    String read(HttpResponse response) throws Exception;
  }
}
