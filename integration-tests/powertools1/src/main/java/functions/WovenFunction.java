package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.lambda.powertools.logging.Logging;
import software.amazon.lambda.powertools.logging.LoggingUtils;

/** Logs by Powertools 1, which is woven into the handler and clears its state after it. */
public final class WovenFunction implements RequestHandler<Map<String, Object>, String> {

  private static final Logger logger = LogManager.getLogger(WovenFunction.class);

  @Override
  @Logging(logEvent = true, clearState = true)
  public String handleRequest(Map<String, Object> event, Context context) {
    LoggingUtils.appendKey("order", "1");
    logger.info("told");
    logger.error("failed", new IllegalStateException("of course"));
    return "done";
  }
}
