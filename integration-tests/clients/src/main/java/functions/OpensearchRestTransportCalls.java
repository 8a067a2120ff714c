package functions;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.opensearch.core.CountRequest;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.rest_client.RestClientTransport;

/** The Java client, by the low-level one, which was its only transport in 2.0. */
@SuppressWarnings("deprecation") // in 3
final class OpensearchRestTransportCalls implements Client {

  private OpenSearchTransport transport;

  @Override
  public String call(String way, String url) throws Exception {
    if (transport == null) {
      transport = new RestClientTransport(OpensearchCalls.create(url), new JacksonJsonpMapper());
    }
    CountRequest count =
        new CountRequest.Builder().index(way.equals("missing") ? "missing" : "orders").build();
    return way.equals("async") ? async(count) : sync(count);
  }

  private String sync(CountRequest count) throws IOException {
    try {
      return "found " + new OpenSearchClient(transport).count(count).count();
    } catch (OpenSearchException e) {
      return "not found: " + e.getMessage();
    }
  }

  private String async(CountRequest count) throws IOException {
    try {
      return "found " + new OpenSearchAsyncClient(transport).count(count).join().count();
    } catch (CompletionException e) {
      return "not found: " + e.getCause();
    }
  }
}
