package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Sleeps for as many milliseconds as the event says. */
public final class SleepHandler implements RequestHandler<Long, String> {

  @Override
  public String handleRequest(Long millis, Context context) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "awake";
  }
}
