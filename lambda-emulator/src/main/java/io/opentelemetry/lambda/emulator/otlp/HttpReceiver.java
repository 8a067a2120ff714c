package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Message;
import io.opentelemetry.lambda.emulator.internal.http.BodyTimeoutException;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/**
 * Receives OTLP over HTTP, in protobuf or JSON, compressed or not (opentelemetry-proto,
 * docs/specification.md, "OTLP/HTTP").
 */
public final class HttpReceiver implements Receiver {

  private final Exports exports;
  private final HttpService server;

  /**
   * Starts to receive.
   *
   * @param port 0 for any that is free
   */
  public static HttpReceiver start(int port, Exports exports) {
    return new HttpReceiver(HttpService.builder("OTLP receiver"), port, exports);
  }

  /** The same with a bound of how long the body of a request may take. */
  static HttpReceiver start(int port, Exports exports, Duration bodyTimeout) {
    return new HttpReceiver(
        HttpService.builder("OTLP receiver").bodyTimeout(bodyTimeout), port, exports);
  }

  private HttpReceiver(HttpService.Builder builder, int port, Exports exports) {
    this.exports = exports;
    for (Signal signal : Signal.values()) {
      builder.route("POST", signal.path(), exchange -> receive(signal, exchange));
    }
    this.server = builder.start(port);
  }

  private void receive(Signal signal, HttpExchange exchange) {
    HttpReply reply = HttpReply.to(exchange);
    Message.Builder request = signal.emptyRequest().newBuilderForType();
    try {
      byte[] body = decompress(exchange);
      if (reply.json()) {
        OtlpJson.parse(body, request);
      } else {
        request.mergeFrom(body);
      }
    } catch (IOException e) {
      reply.error(400, String.valueOf(e.getMessage()), null);
      return;
    } catch (BodyTimeoutException e) {
      // a status that an exporter tries again after: it may have been frozen
      reply.error(503, String.valueOf(e.getMessage()), null);
      return;
    }
    exports.accept(signal, request.build(), reply);
  }

  private static byte[] decompress(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body();
    if (!"gzip".equalsIgnoreCase(exchange.header("Content-Encoding"))) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void dropConnections() {
    server.dropConnections();
  }

  @Override
  public void closePort() {
    server.closePort();
  }

  @Override
  public void openPort() {
    server.openPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
