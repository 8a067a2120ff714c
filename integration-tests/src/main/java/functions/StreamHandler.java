package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers with the event's bytes; fails with a checked exception if the event says so. */
public final class StreamHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b;
    while ((b = event.read()) >= 0) {
      bytes.write(b);
    }
    if (new String(bytes.toByteArray(), StandardCharsets.UTF_8).contains("\"fail\"")) {
      throw new FileNotFoundException("told to fail");
    }
    bytes.writeTo(response);
  }
}
