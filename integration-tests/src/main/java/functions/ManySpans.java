package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;

/** Reports as many spans as the event says, of as many bytes; exits if it says so. */
public final class ManySpans implements RequestHandler<Map<String, Integer>, Integer> {

  @Override
  public Integer handleRequest(Map<String, Integer> event, Context context) {
    Tracer tracer = GlobalOpenTelemetry.getTracer("functions");
    String text = new String(new char[event.getOrDefault("bytes", 0)]).replace('\0', 'x');
    int count = event.getOrDefault("spans", 0);
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder("span " + i).setAttribute("text", text).startSpan().end();
    }
    if (event.containsKey("exit")) {
      System.exit(event.get("exit"));
    }
    return count;
  }
}
