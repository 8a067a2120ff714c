package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A plain method on bytes, as a handler of bytes. */
final class StreamMethod implements RequestStreamHandler {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final HandlerMethod method;
  private final @Nullable Object instance;

  StreamMethod(HandlerMethod method, @Nullable Object instance) {
    this.method = method;
    this.instance = instance;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    method.invoke(instance, event, response, context);
    if (!method.takesOutput()) {
      response.write(NULL);
    }
  }
}
