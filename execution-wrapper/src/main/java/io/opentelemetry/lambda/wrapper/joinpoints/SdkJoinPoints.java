package io.opentelemetry.lambda.wrapper.joinpoints;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.transformer.JoinPoint;
import io.opentelemetry.lambda.transformer.JoinPoints;
import java.util.Collections;
import java.util.List;

/**
 * The join points of an OpenTelemetry SDK that the function brings, of any release: where it asks
 * for a tracer, a meter or a logger. Their hooks are the wrapper's own, and need no library.
 */
public final class SdkJoinPoints implements JoinPoints {

  private static final String LIBRARY = "opentelemetry-sdk";
  private static final String SDK = "io/opentelemetry/sdk/";
  private static final String API = "io/opentelemetry/api/";
  private static final String HOOKS = "io/opentelemetry/lambda/wrapper/OwnSdk";

  private final InstrumentationSettings configuration;

  public SdkJoinPoints(InstrumentationSettings configuration) {
    this.configuration = configuration;
  }

  @Override
  public JoinPoint[] named() {
    return new JoinPoint[] {
      provider("trace/SdkTracerProvider", "tracerBuilder", "trace/TracerBuilder"),
      provider("metrics/SdkMeterProvider", "meterBuilder", "metrics/MeterBuilder"),
      provider("logs/SdkLoggerProvider", "loggerBuilder", "logs/LoggerBuilder"),
      // which, unlike the others', uses no builder
      provider("logs/SdkLoggerProvider", "get", "logs/Logger"),
    };
  }

  private static JoinPoint provider(String provider, String method, String result) {
    return JoinPoint.of(
        JoinPoint.Kind.ENTRY,
        LIBRARY,
        SDK + provider,
        method,
        "(Ljava/lang/String;)L" + API + result + ";",
        HOOKS);
  }

  @Override
  public String[][] marks() {
    return new String[0][];
  }

  @Override
  public List<JoinPoint> anywhere() {
    return Collections.emptyList();
  }

  @Override
  public String[][] marksOfUsers() {
    return new String[0][];
  }

  @Override
  public List<JoinPoint> ofUsers() {
    return Collections.emptyList();
  }

  @Override
  public boolean isOfUser(String path) {
    return false;
  }

  @Override
  public boolean isEnabled(String library) {
    return configuration.instruments(library);
  }

  @Override
  public void debug(String message) {
    Diagnostics.debug(message);
  }
}
