package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;

/** Does what the event's {@code do} says, within a span of its own. */
public final class Obedient implements RequestHandler<Map<String, Object>, String> {

  private static final CyclicBarrier MEETING = new CyclicBarrier(32);

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    Span span = GlobalOpenTelemetry.getTracer("functions").spanBuilder("work").startSpan();
    try (Scope scope = span.makeCurrent()) {
      return obey(String.valueOf(event.get("do")));
    } finally {
      span.end();
    }
  }

  private static String obey(String order) {
    switch (order) {
      case "fail":
        throw new IllegalStateException("told to fail");
      case "exit":
        System.exit(3);
        return "";
      case "hang":
        while (true) {
          LockSupport.park();
        }
      case "interrupt":
        Thread.currentThread().interrupt();
        return order;
      case "exhaust":
        return exhaust();
      case "meet":
        return meet();
      default:
        return order;
    }
  }

  /** Uses memory within the heap and beside it: the JVM limits each, but not both together. */
  private static String exhaust() {
    List<Object> used = new ArrayList<>();
    while (used.size() < 1_000_000) {
      used.add(new byte[1 << 20]);
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      for (int i = 0; i < buffer.capacity(); i += 1024) {
        buffer.put(i, (byte) 1);
      }
      used.add(buffer);
    }
    return "";
  }

  /** Waits for 31 others, and says what is current then. */
  private static String meet() {
    try {
      MEETING.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return Span.current().getSpanContext().getTraceId()
        + " "
        + Baggage.current().getEntryValue("user");
  }
}
