package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Logs by Log4j 2; answers with the id of the request, which the runtime puts into the log. */
public final class RequestLogs implements RequestHandler<Object, String> {

  /** Set up in the init: the runtime asks for AWS's appender before each invocation. */
  private static final Logger LOGGER = LogManager.getLogger("orders");

  @Override
  public String handleRequest(Object event, Context context) {
    LOGGER.error("told");
    return context.getAwsRequestId();
  }
}
