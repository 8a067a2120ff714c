package io.opentelemetry.lambda.sdk.internal.direct;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Settings that most functions use, read without the SDK's autoconfiguration, and only as far as
 * both mean the same: whatever else is set is left to that.
 */
public final class DirectSettings {

  private static final long MAX_TIMEOUT_MILLIS = 3_600_000;
  private static final String PREFIX = "OTEL_";

  /** Variables that other modules read. */
  private static final String[] ELSEWHERE = {
    "OTEL_LAMBDA_", "OTEL_INSTRUMENTATION_", "OTEL_JAVAAGENT_", "OTEL_JAVA_AGENT_"
  };

  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> resourceAttributes = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private URI endpoint = URI.create("http://localhost:4318/v1/traces");
  private long timeoutMillis = 10_000;
  private double samplerArgument = 1;

  /**
   * Reads the settings; null where something is set that is not known here, or not in a form that
   * is.
   */
  public static @Nullable DirectSettings read(
      Map<String, String> environment, Properties properties) {
    for (Object name : properties.keySet()) {
      if (name instanceof String && ((String) name).startsWith("otel.")) {
        return null;
      }
    }
    DirectSettings settings = new DirectSettings();
    try {
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        if (variable.getKey().startsWith(PREFIX)
            && !settings.accept(variable.getKey(), variable.getValue().trim())) {
          return null;
        }
      }
    } catch (IllegalArgumentException e) {
      return null;
    }
    return settings;
  }

  private DirectSettings() {}

  private boolean accept(String name, String value) {
    if (value.isEmpty() || isElsewhere(name)) {
      return true;
    }
    variables.put(name.substring(PREFIX.length()), value);
    switch (name) {
      case "OTEL_SERVICE_NAME":
      case "OTEL_PROPAGATORS":
      case "OTEL_TRACES_SAMPLER":
        return true;
      case "OTEL_TRACES_EXPORTER":
        return value.equals("otlp");
      case "OTEL_METRICS_EXPORTER":
      case "OTEL_LOGS_EXPORTER":
        return value.equals("none");
      case "OTEL_EXPORTER_OTLP_PROTOCOL":
        return value.equals("http/protobuf");
      case "OTEL_EXPORTER_OTLP_COMPRESSION":
        return value.equals("gzip") || value.equals("none");
      case "OTEL_TRACES_SAMPLER_ARG":
        samplerArgument = Double.parseDouble(value);
        return samplerArgument >= 0 && samplerArgument <= 1;
      case "OTEL_RESOURCE_ATTRIBUTES":
        return parse(value, resourceAttributes);
      case "OTEL_EXPORTER_OTLP_HEADERS":
        return parse(value, headers);
      case "OTEL_EXPORTER_OTLP_TIMEOUT":
        timeoutMillis = Long.parseLong(value);
        return timeoutMillis > 0 && timeoutMillis <= MAX_TIMEOUT_MILLIS;
      case "OTEL_EXPORTER_OTLP_ENDPOINT":
        return variables.containsKey("EXPORTER_OTLP_TRACES_ENDPOINT")
            || setEndpoint(value, "v1/traces");
      case "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT":
        return setEndpoint(value, "");
      case "OTEL_BSP_SCHEDULE_DELAY":
        // not of the pipeline's processors
        return Long.parseLong(value) >= 0;
      default:
        return false;
    }
  }

  private static boolean isElsewhere(String name) {
    for (String prefix : ELSEWHERE) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Entries without what has to be decoded. */
  private static boolean parse(String list, Map<String, String> entries) {
    if (list.indexOf('%') >= 0 || list.indexOf('+') >= 0) {
      return false;
    }
    for (String entry : list.split(",", -1)) {
      int equals = entry.indexOf('=');
      String key = equals < 0 ? "" : entry.substring(0, equals).trim();
      String value = entry.substring(equals + 1).trim();
      if (key.isEmpty() || value.isEmpty()) {
        return false;
      }
      entries.put(key, value);
    }
    return true;
  }

  private boolean setEndpoint(String text, String path) {
    URI uri = URI.create(text);
    boolean plain =
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (plain) {
      boolean joined = path.isEmpty() || text.endsWith("/");
      endpoint = joined ? URI.create(text + path) : URI.create(text + "/" + path);
    }
    return plain;
  }

  /** The value of {@code OTEL_} and the name, or null. */
  public @Nullable String get(String name) {
    return variables.get(name);
  }

  public Map<String, String> resourceAttributes() {
    return resourceAttributes;
  }

  /** Where traces are sent to. */
  URI endpoint() {
    return endpoint;
  }

  Map<String, String> headers() {
    return headers;
  }

  long timeoutMillis() {
    return timeoutMillis;
  }

  public double samplerArgument() {
    return samplerArgument;
  }
}
