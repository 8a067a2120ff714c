package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.trace.Span;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;

/**
 * Logs by Log4j 2, with a value of its own in a cleared context; answers with the current trace.
 */
public final class Log4jLogs implements RequestHandler<Object, String> {

  @Override
  public String handleRequest(Object event, Context context) {
    LogManager.getLogger("orders").error("told");
    ThreadContext.clearMap();
    ThreadContext.put("own", "mine");
    LogManager.getLogger("orders").error("cleared");
    return Span.current().getSpanContext().getTraceId();
  }
}
