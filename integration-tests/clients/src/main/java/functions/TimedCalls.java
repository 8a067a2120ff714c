package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes one of the calls of {@link ClientCalls} as often as the event's {@code calls} says, and
 * answers how many nanoseconds each took.
 */
public final class TimedCalls implements RequestHandler<Map<String, String>, long[]> {

  private final Map<String, Client> clients = new HashMap<>();

  @Override
  public long[] handleRequest(Map<String, String> event, Context context) {
    String name = event.get("client");
    int dot = name.indexOf('.');
    Client client = clients.computeIfAbsent(name.substring(0, dot), ClientCalls::create);
    String way = name.substring(dot + 1);
    long[] nanos = new long[Integer.parseInt(event.get("calls"))];
    try {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        client.call(way, event.get("url"));
        nanos[i] = System.nanoTime() - start;
      }
    } catch (Exception e) {
      throw new IllegalStateException(name + " fails", e);
    }
    return nanos;
  }
}
