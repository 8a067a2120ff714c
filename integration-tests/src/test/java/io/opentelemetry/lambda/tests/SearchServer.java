package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A fake of Elasticsearch's and OpenSearch's servers, which are on no registry here: it finds the
 * same order for each search, and no index that is called {@code missing}.
 */
final class SearchServer implements AutoCloseable {

  private static final String RESULT =
      """
      {"took": 1, "timed_out": false, "status": 200, "count": 1,
       "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
       "hits": {"total": {"value": 1, "relation": "eq"}, "max_score": 1.0,
         "hits": [{"_index": "orders", "_id": "1", "_score": 1.0, "_source": {"item": "found"}}]}}
      """;

  private static final String MISSING =
      """
      {"error": {"root_cause": [], "type": "index_not_found_exception",
         "reason": "no such index [missing]"},
       "status": 404}
      """;

  private final HttpServer server;

  static SearchServer start() throws IOException {
    return new SearchServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  private SearchServer(HttpServer server) {
    this.server = server;
    server.createContext("/", SearchServer::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean missing = path.startsWith("/missing");
    String answer = missing ? MISSING : RESULT;
    if (path.endsWith("/_msearch")) {
      answer = "{\"took\": 1, \"responses\": [" + RESULT + "]}";
    }
    byte[] body = answer.getBytes(UTF_8);
    // without it, Elasticsearch's client takes no answer
    exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
    exchange
        .getResponseHeaders()
        .add("Content-Type", contentType(exchange.getRequestHeaders().getFirst("Accept")));
    exchange.sendResponseHeaders(missing ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** As the client asks for it, by a type of the server's own version. */
  private static String contentType(String accepted) {
    return accepted != null && accepted.startsWith("application/vnd")
        ? accepted
        : "application/json";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
