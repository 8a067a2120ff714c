package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The error that a streamed response ends with: trailers, as the response has begun before.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html">Response
 *     streaming</a>
 */
final class StreamError {

  private static final String TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String BODY = "Lambda-Runtime-Function-Error-Body";

  /** The failure that a response ends with, which has been read; empty if there is none. */
  static Optional<Outcome> of(HttpExchange exchange) {
    String type = exchange.trailer(TYPE);
    if (type == null) {
      return Optional.empty();
    }
    byte[] document = decode(exchange.trailer(BODY));
    return Optional.of(Outcome.failure(ErrorDocument.parse(type, document), document));
  }

  private static byte[] decode(@Nullable String base64) {
    try {
      return base64 == null ? "{}".getBytes(UTF_8) : Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return "{}".getBytes(UTF_8);
    }
  }

  private StreamError() {}
}
