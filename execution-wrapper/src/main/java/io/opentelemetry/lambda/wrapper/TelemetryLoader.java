package io.opentelemetry.lambda.wrapper;

import io.opentelemetry.lambda.instrumentation.Telemetry;
import java.util.Iterator;
import java.util.ServiceLoader;

/** Finds where telemetry goes: to the agent if there is one, else to the SDK that is a service. */
final class TelemetryLoader {

  /**
   * @throws IllegalStateException if there is neither
   */
  static Telemetry load() {
    Telemetry agent = AgentTelemetry.find();
    if (agent != null) {
      return agent;
    }
    Iterator<Telemetry> found =
        ServiceLoader.load(Telemetry.class, TelemetryLoader.class.getClassLoader()).iterator();
    if (!found.hasNext()) {
      throw new IllegalStateException("neither the OpenTelemetry agent nor an SDK is there");
    }
    return found.next();
  }

  private TelemetryLoader() {}
}
