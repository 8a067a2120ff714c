package functions;

import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.crac.Resource;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.logging.LogManager;

/**
 * Names the process's log manager, reports a span and registers a hook for snapshots, all in its
 * static initializer; answers with the log manager and with what the hook has seen.
 */
public final class EarlyOpenTelemetry implements RequestHandler<Object, String> {

  private static String hooks = "";

  /** Kept, as the context refers to it weakly. */
  private static final Resource HOOK = new Hook();

  static {
    System.setProperty("java.util.logging.manager", ProcessSettings.OwnLogManager.class.getName());
    report("init.work");
    Core.getGlobalContext().register(HOOK);
  }

  private static void report(String span) {
    GlobalOpenTelemetry.getTracer("functions").spanBuilder(span).startSpan().end();
  }

  @Override
  public String handleRequest(Object event, Context context) {
    return LogManager.getLogManager().getClass().getSimpleName() + hooks;
  }

  private static final class Hook implements Resource {

    @Override
    public void beforeCheckpoint(
        com.amazonaws.services.lambda.crac.Context<? extends Resource> context) {
      hooks += " checkpoint";
      report("checkpoint.work");
    }

    @Override
    public void afterRestore(
        com.amazonaws.services.lambda.crac.Context<? extends Resource> context) {
      hooks += " restore";
    }
  }
}
