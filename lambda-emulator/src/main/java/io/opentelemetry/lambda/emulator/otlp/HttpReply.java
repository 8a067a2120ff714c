package io.opentelemetry.lambda.emulator.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the format of the request, as OTLP has it for errors too. */
final class HttpReply implements Reply {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final HttpExchange exchange;
  private final boolean json;

  static HttpReply to(HttpExchange exchange) {
    return new HttpReply(exchange);
  }

  private HttpReply(HttpExchange exchange) {
    this.exchange = exchange;
    this.json = String.valueOf(exchange.header("Content-Type")).startsWith(JSON);
  }

  boolean json() {
    return json;
  }

  @Override
  public void success(Message response) {
    exchange.reply(200, contentType(), bytes(response));
  }

  @Override
  public void error(int status, String message, @Nullable Duration retryAfter) {
    exchange.reply(
        status,
        contentType(),
        bytes(Status.newBuilder().setMessage(message).build()),
        retryAfter == null ? Map.of() : Map.of("Retry-After", seconds(retryAfter)));
  }

  @Override
  public void cut() {
    exchange.cut();
  }

  @Override
  public void cutWithin(Message response) {
    exchange.cutWithin(200, contentType(), bytes(response));
  }

  private String contentType() {
    return json ? JSON : PROTOBUF;
  }

  private byte[] bytes(Message message) {
    return json ? OtlpJson.toJson(message).toString().getBytes(UTF_8) : message.toByteArray();
  }

  /** Whole seconds, as the header wants them, and never earlier than told. */
  private static String seconds(Duration duration) {
    return Long.toString(duration.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
