package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers with the event and what it is told of the function; fails if the event says so. */
public final class ObjectHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    if (event.containsKey("fail")) {
      throw new IllegalArgumentException("told to fail", new IllegalStateException("the cause"));
    }
    Map<String, Object> response = new LinkedHashMap<>(event);
    response.put("function", context.getFunctionName());
    response.put("remaining", context.getRemainingTimeInMillis() > 0);
    return response;
  }
}
