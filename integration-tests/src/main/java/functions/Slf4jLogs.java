package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.trace.Span;
import org.slf4j.LoggerFactory;

/** Logs by SLF4J; answers with the current trace. */
public final class Slf4jLogs implements RequestHandler<Object, String> {

  @Override
  public String handleRequest(Object event, Context context) {
    LoggerFactory.getLogger("orders").warn("told");
    return Span.current().getSpanContext().getTraceId();
  }
}
