package functions;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.DeleteByQueryRequest;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

/** The Java client, by the low-level one. */
final class ElasticsearchJavaCalls implements Client {

  private RestClientTransport transport;

  @Override
  public String call(String way, String url) throws IOException {
    if (transport == null) {
      transport =
          new RestClientTransport(
              RestClient.builder(HttpHost.create(url)).build(), new SimpleJsonpMapper());
    }
    return switch (way) {
      case "search" -> search();
      case "both" -> search() + transport.restClient().performRequest(count());
      case "missing" -> missing();
      case "async" -> async("orders");
      case "async-missing" -> async("missing");
      default -> throw new IllegalArgumentException(way);
    };
  }

  private String search() throws IOException {
    return "found "
        + new ElasticsearchClient(transport)
            .search(search -> search.index("orders").q("item:1"), JsonData.class)
            .hits()
            .total();
  }

  private static Request count() {
    return new Request("GET", "/orders/_count");
  }

  private String missing() throws IOException {
    try {
      return "found "
          + new ElasticsearchClient(transport).delete(delete -> delete.index("missing").id("1"));
    } catch (ElasticsearchException e) {
      return "not found: " + e.getMessage();
    }
  }

  private String async(String index) throws IOException {
    DeleteByQueryRequest orders =
        new DeleteByQueryRequest.Builder().index(index).q("item:1").build();
    try {
      return "found in "
          + new ElasticsearchAsyncClient(transport).deleteByQuery(orders).join().took();
    } catch (CompletionException e) {
      return "not found: " + e.getCause().getMessage();
    }
  }
}
