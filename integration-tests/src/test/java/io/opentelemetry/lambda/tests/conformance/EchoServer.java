package io.opentelemetry.lambda.tests.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** The service that functions call: it answers with the context that the request has. */
final class EchoServer implements AutoCloseable {

  private static final List<String> HEADERS = List.of("traceparent", "baggage");
  private static final Map<String, Integer> STATUS = Map.of("/missing", 404, "/broken", 503);

  private final HttpServer server;

  EchoServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", EchoServer::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (String name : HEADERS) {
      if (exchange.getRequestHeaders().containsKey(name)) {
        headers.put(name, exchange.getRequestHeaders().getFirst(name));
      }
    }
    byte[] body =
        JsonNodeFactory.instance.objectNode().set("headers", headers).toString().getBytes(UTF_8);
    exchange.sendResponseHeaders(
        STATUS.getOrDefault(exchange.getRequestURI().getPath(), 200), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  String host() {
    return "127.0.0.1";
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://" + host() + ":" + port();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
