package io.opentelemetry.lambda.emulator.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.primitives.Bytes;
import com.google.protobuf.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Sends to a sink over HTTP. */
final class HttpExporter {

  static final String PROTOBUF = "application/x-protobuf";
  static final String JSON = "application/json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  static HttpExporter to(OtlpSink sink) {
    return new HttpExporter(sink.httpPort());
  }

  private HttpExporter(int port) {
    this.port = port;
  }

  int export(String path, Message request) throws IOException, InterruptedException {
    return post(path, request).statusCode();
  }

  HttpResponse<byte[]> post(String path, Message request) throws IOException, InterruptedException {
    return post(path, PROTOBUF, "identity", request.toByteArray());
  }

  HttpResponse<byte[]> post(String path, String contentType, String encoding, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        request(path, contentType, encoding, body), HttpResponse.BodyHandlers.ofByteArray());
  }

  CompletableFuture<Integer> exportAsync(String path, Message request) {
    return client
        .sendAsync(
            request(path, PROTOBUF, "identity", request.toByteArray()),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  /** The bytes of a request, for who looks at the connection itself. */
  static byte[] raw(String path, Message request) {
    byte[] body = request.toByteArray();
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, PROTOBUF, body.length);
    return Bytes.concat(head.getBytes(US_ASCII), body);
  }

  private HttpRequest request(String path, String contentType, String encoding, byte[] body) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Content-Type", contentType)
        .header("Content-Encoding", encoding)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }
}
