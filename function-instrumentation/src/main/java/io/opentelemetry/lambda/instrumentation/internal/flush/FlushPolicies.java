package io.opentelemetry.lambda.instrumentation.internal.flush;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;

/** All policies; another one is a class of its own, and a line here. */
public final class FlushPolicies {

  /**
   * The policy that the user has chosen, as far as the environment allows it. To be called before
   * the runtime asks for its first event, as Lambda takes no extension later.
   */
  public static FlushPolicy create(Telemetry telemetry, InstrumentationSettings configuration) {
    String choice = configuration.flushPolicy();
    if (configuration.isManagedInstances()) {
      return onInterval(telemetry, configuration, choice);
    }
    FlushPolicy beforeResponse = new BeforeResponse(telemetry, configuration.flushTimeoutMillis());
    return choice.equals(InstrumentationSettings.BEFORE_RESPONSE)
        ? beforeResponse
        : byExtension(telemetry, configuration, choice, beforeResponse);
  }

  private static FlushPolicy onInterval(
      Telemetry telemetry, InstrumentationSettings configuration, String choice) {
    long intervalMillis = configuration.scheduleMillis();
    if (!choice.equals(InstrumentationSettings.BEFORE_RESPONSE)) {
      warnImpossible(choice, "on managed instances", "every " + intervalMillis + " ms");
    }
    return OnInterval.start(telemetry, intervalMillis);
  }

  private static FlushPolicy byExtension(
      Telemetry telemetry,
      InstrumentationSettings configuration,
      String choice,
      FlushPolicy otherwise) {
    try {
      ExtensionsApi api = ExtensionsApi.register(configuration.runtimeApi());
      long timeoutMillis = configuration.flushTimeoutMillis();
      AfterResponse policy =
          choice.equals(InstrumentationSettings.ADAPTIVE)
              ? new Adaptive(
                  telemetry, timeoutMillis, otherwise, api, configuration.adaptiveIntervalMillis())
              : new AfterResponse(telemetry, timeoutMillis, otherwise, api);
      policy.start();
      return policy;
    } catch (Throwable e) {
      warnImpossible(choice, "here (" + e.getMessage() + ")", "before the response");
      return otherwise;
    }
  }

  private static void warnImpossible(String choice, String where, String instead) {
    Diagnostics.warn(
        InstrumentationSettings.FLUSH
            + "="
            + choice
            + " is not possible "
            + where
            + "; telemetry leaves "
            + instead);
  }

  private FlushPolicies() {}
}
