package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Logs by Quarkus's logger and by the JDK's, with a value of its own, and without any. */
public final class QuarkusFunction implements RequestHandler<Map<String, Object>, String> {

  private static final Logger logger = Logger.getLogger(QuarkusFunction.class);
  private static final java.util.logging.Logger jdkLogger =
      java.util.logging.Logger.getLogger("jdk");

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    MDC.put("order", "1");
    logger.info("told");
    MDC.clear();
    logger.debug("cleared");
    jdkLogger.log(Level.INFO, "{0} by the JDK''s", "told");
    logger.error("failed", new IllegalStateException("of course"));
    return java.util.logging.LogManager.getLogManager().getClass().getName();
  }
}
