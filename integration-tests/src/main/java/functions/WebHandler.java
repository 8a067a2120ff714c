package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers as an HTTP trigger has it, whatever the event. */
public final class WebHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    response.write("{\"statusCode\":201,\"body\":\"done\"}".getBytes(StandardCharsets.UTF_8));
  }
}
