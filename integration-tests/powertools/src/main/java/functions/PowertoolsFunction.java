package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** Logs and counts by Powertools, whose state it clears before the last line. */
public final class PowertoolsFunction implements RequestHandler<Map<String, Object>, String> {

  private static final Logger logger = LoggerFactory.getLogger(PowertoolsFunction.class);
  private static final Metrics metrics = MetricsFactory.getMetricsInstance();

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    PowertoolsLogging.initializeLogging(context);
    MDC.put("order", "1");
    logger.info("told");
    logger.error("failed", new IllegalStateException("of course"));
    metrics.setNamespace("orders");
    metrics.captureColdStartMetric(context);
    metrics.addMetric("sold", 3, MetricUnit.COUNT);
    metrics.flush();
    PowertoolsLogging.clearState(true);
    logger.info("cleared");
    return "done";
  }
}
