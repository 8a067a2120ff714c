package functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A handler that is a plain method. */
public final class MethodHandler {

  /** Counts the items; fails with a checked exception if there are none. */
  public int count(Map<String, List<String>> event, Context context) throws TimeoutException {
    if (event.containsKey("fail")) {
      throw new TimeoutException("told to fail");
    }
    return event.size();
  }
}
