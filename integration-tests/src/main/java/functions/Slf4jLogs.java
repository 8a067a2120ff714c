package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.trace.Span;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs by SLF4J, with a value of its own in a cleared context; answers with the current trace. */
public final class Slf4jLogs implements RequestHandler<Object, String> {

  @Override
  public String handleRequest(Object event, Context context) {
    LoggerFactory.getLogger("orders").warn("told");
    MDC.clear();
    MDC.put("own", "mine");
    LoggerFactory.getLogger("orders").warn("cleared");
    return Span.current().getSpanContext().getTraceId();
  }
}
