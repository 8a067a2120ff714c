package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Logs by Quarkus's logger and by the JDK's, with a value of its own, and without any. Asks another
 * server on a thread of Quarkus's, if the event names one.
 */
public final class QuarkusFunction implements RequestHandler<Map<String, Object>, String> {

  private static final Logger logger = Logger.getLogger(QuarkusFunction.class);
  private static final java.util.logging.Logger jdkLogger =
      java.util.logging.Logger.getLogger("jdk");

  private final ExecutorService executor;

  QuarkusFunction(ExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    Object url = event.get("url");
    if (url != null) {
      return CompletableFuture.supplyAsync(() -> get(URI.create(url.toString())), executor).join();
    }
    MDC.put("order", "1");
    logger.info("told");
    MDC.clear();
    logger.debug("cleared");
    jdkLogger.log(Level.INFO, "{0} by the JDK''s", "told");
    logger.error("failed", new IllegalStateException("of course"));
    return java.util.logging.LogManager.getLogManager().getClass().getName();
  }

  private static String get(URI url) {
    try (InputStream body = url.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
