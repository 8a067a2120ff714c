package functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Handlers that are plain methods. */
public final class MethodHandler {

  /** Counts the items; fails with a checked exception if there are none. */
  public int count(Map<String, List<String>> event, Context context) throws TimeoutException {
    if (event.containsKey("fail")) {
      throw new TimeoutException("told to fail");
    }
    return event.size();
  }

  /** A static method, without a Context. */
  public static String reverse(String event) {
    return new StringBuilder(event).reverse().toString();
  }

  /** Answers with the event's bytes. */
  public void copy(InputStream event, OutputStream response) throws IOException {
    for (int b = event.read(); b >= 0; b = event.read()) {
      response.write(b);
    }
  }
}
