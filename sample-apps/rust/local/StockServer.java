import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers as the service does that the function asks, for running the sample on one machine. Prints
 * its URL in one line when it is ready, and ends with its standard input.
 */
public final class StockServer {

  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] left = "7".getBytes(UTF_8);
          boolean found = exchange.getRequestURI().getPath().equals("/stock/42");
          exchange.sendResponseHeaders(found ? 200 : 404, left.length);
          exchange.getResponseBody().write(left);
          exchange.close();
        });
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    while (System.in.read() >= 0) {
      // until whoever started this is done
    }
    server.stop(0);
  }

  private StockServer() {}
}
