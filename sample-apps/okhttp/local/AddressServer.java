import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers as the server does that the function asks, for running the sample on one machine. Prints
 * its URL in one line when it is ready, and ends with its standard input.
 */
public final class AddressServer {

  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] address = "192.0.2.1\n".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, address.length);
          exchange.getResponseBody().write(address);
          exchange.close();
        });
    server.start();
    System.out.println("http://localhost:" + server.getAddress().getPort() + "/");
    while (System.in.read() >= 0) {
      // until whoever started this is done
    }
    server.stop(0);
  }

  private AddressServer() {}
}
