package io.opentelemetry.lambda.wrapper.internal.telemetry;

import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.lambda.wrapper.internal.errors.Sneaky;
import io.opentelemetry.lambda.wrapper.internal.logs.LogCorrelation;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds where telemetry goes: to the agent if there is one, else to the SDK that is a service. With
 * that, the function's logs are told of the current span, which the agent does itself.
 */
public final class TelemetryLoader {

  /**
   * Finds it.
   *
   * @param function what loads the function's classes
   * @param transformsClasses whether classes of the function are changed while they are loaded
   * @throws IllegalStateException if there is neither
   */
  public static Telemetry load(ClassLoader function, boolean transformsClasses) {
    Telemetry agent = AgentTelemetry.find();
    if (agent != null) {
      if (InstrumentationSettings.fromEnvironment().hasDebugLog()) {
        LeftOutInstrumentations.say(function);
      }
      Telemetry embedded = EmbeddedTelemetry.find();
      return embedded == null ? agent : embedded;
    }
    if (InstrumentationSettings.fromEnvironment().correlatesLogs()) {
      LogCorrelation.install(function, transformsClasses);
    }
    Iterator<Telemetry> found =
        ServiceLoader.load(Telemetry.class, TelemetryLoader.class.getClassLoader()).iterator();
    if (!found.hasNext()) {
      throw new IllegalStateException("neither the OpenTelemetry agent nor an SDK is there");
    }
    try {
      return found.next();
    } catch (ServiceConfigurationError e) {
      // what the user can do something about is in the cause
      throw Sneaky.rethrow(e.getCause() == null ? e : e.getCause());
    }
  }

  private TelemetryLoader() {}
}
