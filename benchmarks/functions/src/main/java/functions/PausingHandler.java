package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Takes as many milliseconds as the event says, without the CPU: a function that waits. */
public final class PausingHandler implements RequestHandler<Integer, Integer> {

  @Override
  public Integer handleRequest(Integer milliseconds, Context context) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return milliseconds;
  }
}
