package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.trace.Span;
import org.apache.logging.log4j.LogManager;

/** Logs by Log4j 2; answers with the current trace. */
public final class Log4jLogs implements RequestHandler<Object, String> {

  @Override
  public String handleRequest(Object event, Context context) {
    LogManager.getLogger("orders").error("told");
    return Span.current().getSpanContext().getTraceId();
  }
}
