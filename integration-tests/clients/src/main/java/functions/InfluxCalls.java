package functions;

import java.net.URI;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.Query;

/** InfluxDB, by the client of its first API. */
final class InfluxCalls implements Client {

  private InfluxDB client;

  @Override
  public String call(String way, String url) {
    if (client == null) {
      client = InfluxDBFactory.connect(URI.create(url).resolve("/").toString());
    }
    return switch (way) {
      case "query" ->
          client.query(new Query("SELECT * FROM items", "orders")).getResults().isEmpty()
              ? "found nothing"
              : "found";
      case "write" -> {
        client.write("orders", "", InfluxDB.ConsistencyLevel.ONE, "items value=1");
        yield "written";
      }
      default -> throw new IllegalArgumentException(way);
    };
  }
}
