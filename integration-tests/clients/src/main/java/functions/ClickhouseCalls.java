package functions;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.QueryResponse;
import java.net.URI;

/** ClickHouse, by the second of its clients. */
final class ClickhouseCalls implements functions.Client {

  private Client client;

  @Override
  public String call(String way, String url) throws Exception {
    if (client == null) {
      client =
          new Client.Builder()
              .addEndpoint(URI.create(url).resolve("/").toString())
              .setUsername("default")
              .setPassword("")
              .build();
    }
    if (!way.equals("query")) {
      throw new IllegalArgumentException(way);
    }
    QueryResponse response = client.query("select name from items where id = 1").get();
    response.close();
    return "queried";
  }
}
