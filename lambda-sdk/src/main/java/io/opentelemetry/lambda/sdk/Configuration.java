package io.opentelemetry.lambda.sdk;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What this distribution sets otherwise than the SDK, as long as the user does not set it. */
final class Configuration {

  private static final String PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String[] PROTOCOLS = {
    PROTOCOL,
    "otel.exporter.otlp.traces.protocol",
    "otel.exporter.otlp.metrics.protocol",
    "otel.exporter.otlp.logs.protocol",
  };
  private static final String HTTP_PROTOBUF = "http/protobuf";

  static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    defaults.put(PROTOCOL, HTTP_PROTOBUF);
    defaults.put("otel.propagators", "tracecontext,baggage,xray");
    // a function pays for each signal with its cold start
    defaults.put("otel.metrics.exporter", "none");
    defaults.put("otel.logs.exporter", "none");
    return defaults;
  }

  /** There is no gRPC client in here, since a function would pay for it with its cold start. */
  static Map<String, String> overrides(ConfigProperties config) {
    Map<String, String> overrides = new HashMap<>();
    for (String name : PROTOCOLS) {
      if ("grpc".equals(config.getString(name))) {
        overrides.put(name, HTTP_PROTOBUF);
        Diagnostics.warn(
            name.toUpperCase(Locale.ROOT).replace('.', '_')
                + "=grpc is not supported here: exporting with http/protobuf, by default to port"
                + " 4318");
      }
    }
    return overrides;
  }

  /** Whether the user has chosen propagators, which may be the function's own. */
  static boolean namesPropagators() {
    return System.getenv("OTEL_PROPAGATORS") != null
        || System.getProperty("otel.propagators") != null;
  }

  private Configuration() {}
}
