package functions;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.apache.hc.core5.http.HttpHost;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.opensearch.core.DeleteByQueryRequest;
import org.opensearch.client.opensearch.core.DeleteByQueryResponse;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** The Java client, by its own transport. */
final class OpensearchJavaCalls implements Client {

  private OpenSearchTransport transport;

  @Override
  public String call(String way, String url) throws Exception {
    if (transport == null) {
      transport = ApacheHttpClient5TransportBuilder.builder(HttpHost.create(url)).build();
    }
    String index = way.endsWith("missing") ? "missing" : "orders";
    return way.startsWith("async") ? async(index) : sync(index);
  }

  private String sync(String index) throws IOException {
    try {
      return text(new OpenSearchClient(transport).deleteByQuery(orders(index)));
    } catch (OpenSearchException e) {
      return "not found: " + e.getMessage();
    }
  }

  private String async(String index) throws IOException {
    try {
      return new OpenSearchAsyncClient(transport)
          .deleteByQuery(orders(index))
          .thenApply(OpensearchJavaCalls::text)
          .join();
    } catch (CompletionException e) {
      return "not found: " + e.getCause();
    }
  }

  private static DeleteByQueryRequest orders(String index) {
    return new DeleteByQueryRequest.Builder().index(index).q("item:1").build();
  }

  private static String text(DeleteByQueryResponse response) {
    return "found in " + response.took();
  }
}
