package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers each HTTP request with {@code found}, unless it is told otherwise, and leads from {@code
 * /redirect} elsewhere.
 */
final class FoundServer {

  /** Starts one on a port of its own, which is to be stopped. */
  static HttpServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", FoundServer::answer);
    server.start();
    return server;
  }

  /** Lets a server answer in JSON what is below a path. */
  static void answer(HttpServer server, String path, String json) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          answer(exchange, json);
        });
  }

  private static void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/redirect")) {
      exchange.getResponseHeaders().add("Location", "/items");
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
      return;
    }
    answer(exchange, "found");
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private FoundServer() {}
}
