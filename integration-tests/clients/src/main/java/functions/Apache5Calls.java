package functions;

import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Apache HttpClient 5. */
final class Apache5Calls implements Client {

  private final CloseableHttpClient client = HttpClients.createDefault();
  private final CloseableHttpClient customized =
      HttpClients.custom().setUserAgent("function").disableRedirectHandling().build();
  private CloseableHttpAsyncClient async;

  @Override
  public String call(String way, String url) throws Exception {
    return switch (way) {
      case "default" -> text(client, url);
      case "custom" -> text(customized, url);
      case "async" -> execute(url, null, Apache5Calls::text).join();
      case "async-context" -> execute(url, HttpClientContext.create(), Apache5Calls::text).join();
      case "async-callback" ->
          execute(url, null, response -> text(response) + text(client, url)).join();
      case "async-future" -> text(async().execute(request(url), null).get());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String text(CloseableHttpClient client, String url) throws Exception {
    HttpGet request = new HttpGet(url);
    request.addHeader("x-tenant", "acme");
    return client.execute(
        request, response -> response.getCode() + " " + EntityUtils.toString(response.getEntity()));
  }

  private CloseableHttpAsyncClient async() {
    if (async == null) {
      async = HttpAsyncClients.createDefault();
      async.start();
    }
    return async;
  }

  private static SimpleHttpRequest request(String url) {
    return SimpleRequestBuilder.get(url).addHeader("x-tenant", "acme").build();
  }

  private static String text(SimpleHttpResponse response) {
    return response.getCode() + " " + response.getBodyText();
  }

  /** Is done when the callback is: an agent's span may end after the client's future is done. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
  private CompletableFuture<String> execute(String url, HttpContext context, Reader reader) {
    CompletableFuture<String> result = new CompletableFuture<>();
    async()
        .execute(
            request(url),
            context,
            new FutureCallback<>() {
              @Override
              public void completed(SimpleHttpResponse response) {
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
            });
    return result;
  }

  private interface Reader {
    String read(SimpleHttpResponse response) throws Exception;
  }
}
