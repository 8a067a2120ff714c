package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the response of {@code conformance/} piece by piece, or fails. */
public final class ConformanceStream implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = event.read(); b >= 0; b = event.read()) {
      bytes.write(b);
    }
    if (new String(bytes.toByteArray(), StandardCharsets.UTF_8).contains("\"fail\"")) {
      throw new IllegalStateException("told to fail");
    }
    for (String piece : new String[] {"{\"statusCode\":", "201,\"body\"", ":\"done\"}"}) {
      response.write(piece.getBytes(StandardCharsets.UTF_8));
      response.flush();
    }
  }
}
