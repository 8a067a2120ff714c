package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Uses what no API has that is older than the one it brings, beside spans of its own. */
public final class NewerApiCall implements RequestHandler<Map<String, Object>, String> {

  private final UserSpans spans = new UserSpans();

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    try {
      Class<?> added = Class.forName("io.opentelemetry.api.impl.Base16EncodingUtils");
      Object valid =
          added.getMethod("isValidBase16String", CharSequence.class).invoke(null, "0af7");
      return spans.handleRequest(event, context) + " " + valid;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the API is too old", e);
    }
  }
}
