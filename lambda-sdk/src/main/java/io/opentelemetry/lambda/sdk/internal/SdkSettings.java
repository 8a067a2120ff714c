package io.opentelemetry.lambda.sdk.internal;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of this distribution that differ from the SDK's, as long as the user does not set them.
 */
public final class SdkSettings {

  private static final String PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String[] PROTOCOLS = {
    PROTOCOL,
    "otel.exporter.otlp.traces.protocol",
    "otel.exporter.otlp.metrics.protocol",
    "otel.exporter.otlp.logs.protocol",
  };
  private static final String HTTP_PROTOBUF = "http/protobuf";
  private static final String QUEUE_SIZE = "OTEL_LAMBDA_QUEUE_SIZE";
  private static final long MB = 1024L * 1024L;
  private static final long MIN_QUEUE = 2 * MB;
  private static final long MAX_QUEUE = 16 * MB;
  private static final int QUEUE_SHARE = 64;
  private static final String NEVER = "3650d";

  public static final String CONFIG_FILE = "otel.config.file";
  public static final String PROPAGATORS = "tracecontext,baggage,xray";
  public static final int DEFAULT_BATCH_SIZE = 512;

  private static final int DEFAULT_QUEUE_SIZE = 2048;

  /** The environment variables, which this class alone reads. */
  public static Map<String, String> environment() {
    return System.getenv();
  }

  public static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    defaults.put(PROTOCOL, HTTP_PROTOBUF);
    defaults.put("otel.propagators", PROPAGATORS);
    // a function pays for each signal with its cold start
    defaults.put("otel.metrics.exporter", "none");
    defaults.put("otel.logs.exporter", "none");
    return defaults;
  }

  /** There is no gRPC client in here, since a function would pay for it with its cold start. */
  public static Map<String, String> overrides(ConfigProperties config) {
    Map<String, String> overrides = new HashMap<>();
    for (String name : PROTOCOLS) {
      if ("grpc".equals(config.getString(name))) {
        overrides.put(name, HTTP_PROTOBUF);
        Diagnostics.warn(
            name.toUpperCase(Locale.ROOT).replace('.', '_')
                + "=grpc: not supported here; exporting with http/protobuf, by default to port 4318");
      }
    }
    return overrides;
  }

  /** The file that has the settings, if the user has one. */
  public static @Nullable String configurationFile() {
    String file = System.getProperty(CONFIG_FILE, System.getenv("OTEL_CONFIG_FILE"));
    return file == null || file.trim().isEmpty() ? null : file.trim();
  }

  /** Takes away what the user has set by variables, which a file replaces. */
  public static Map<String, @Nullable String> withoutVariables(
      Map<String, @Nullable String> settings) {
    Map<String, @Nullable String> overrides = new HashMap<>();
    for (String variable : System.getenv().keySet()) {
      if (variable.startsWith("OTEL_")) {
        overrides.put(variable.toLowerCase(Locale.ROOT).replace('_', '.'), null);
      }
    }
    overrides.put("otel.exporter.otlp.metrics.temporality.preference", "delta");
    overrides.putAll(settings);
    return overrides;
  }

  /** Takes away what the user has set, but for what no backend can be reached without. */
  public static Map<String, @Nullable String> leastSettings(ConfigProperties config) {
    Map<String, @Nullable String> overrides = new HashMap<>();
    for (String variable : System.getenv().keySet()) {
      leave(variable.toLowerCase(Locale.ROOT).replace('_', '.'), overrides);
    }
    for (Object property : System.getProperties().keySet()) {
      leave(property.toString(), overrides);
    }
    overrides.putAll(defaults());
    overrides.putAll(pipelineDefaults());
    overrides.putAll(pipelineOverrides(config));
    return overrides;
  }

  private static void leave(String property, Map<String, @Nullable String> overrides) {
    if (property.startsWith("otel.")
        && !property.equals("otel.service.name")
        && !property.equals("otel.resource.attributes")
        && !property.endsWith(".endpoint")
        && !property.endsWith(".headers")) {
      overrides.put(property, null);
    }
  }

  /**
   * The settings of both layers that differ from the SDK's, as long as the user does not set them.
   */
  public static Map<String, String> pipelineDefaults() {
    // what short-lived environments report adds up
    return Collections.singletonMap("otel.exporter.otlp.metrics.temporality.preference", "delta");
  }

  /** The settings that the pipeline is built upon. */
  public static Map<String, String> pipelineOverrides(ConfigProperties config) {
    Map<String, String> overrides = new HashMap<>();
    // otherwise an export that waits to be sent holds its items besides its bytes
    overrides.put("otel.java.exporter.memory_mode", "immutable_data");
    // the SDK's own processors, which are replaced, have threads: these are never to wake up
    overrides.put("otel.bsp.schedule.delay", NEVER);
    overrides.put("otel.blrp.schedule.delay", NEVER);
    return overrides;
  }

  /** How many items make a batch; {@code prefix} is {@code otel.bsp} or {@code otel.blrp}. */
  public static int batchSize(ConfigProperties config, String prefix) {
    return Math.max(1, config.getInt(prefix + ".max.export.batch.size", DEFAULT_BATCH_SIZE));
  }

  /**
   * How many items may wait.
   *
   * @param unlimited whether there is no limit unless the user sets one
   */
  public static int maxQueueSize(ConfigProperties config, String prefix, boolean unlimited) {
    int limit = unlimited ? Integer.MAX_VALUE : DEFAULT_QUEUE_SIZE;
    return Math.max(1, config.getInt(prefix + ".max.queue.size", limit));
  }

  /** How many bytes may wait to be sent, of all signals together. */
  public static long queueBytes(Map<String, String> environment) {
    long bytes = number(environment, QUEUE_SIZE, "a number of bytes");
    if (bytes > 0) {
      return bytes;
    }
    long share = number(environment, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "") * MB / QUEUE_SHARE;
    return Math.max(MIN_QUEUE, Math.min(MAX_QUEUE, share));
  }

  /**
   * Reads a number; 0 for what is not set, and for what is not positive, with a line if it is
   * expected.
   */
  private static long number(Map<String, String> environment, String variable, String expected) {
    String value = environment.get(variable);
    if (value == null || value.trim().isEmpty()) {
      return 0;
    }
    try {
      long number = Long.parseLong(value.trim());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    if (!expected.isEmpty()) {
      Diagnostics.warn(variable + "=" + value + ": not " + expected + "; the default is used");
    }
    return 0;
  }

  /**
   * The proxy's address in the variables that programs agree upon.
   *
   * @param scheme of the address that is to be reached
   */
  public static @Nullable String proxy(String scheme, Map<String, String> environment) {
    return variableInAnyCase(scheme + "_proxy", environment);
  }

  /**
   * Gets the function's key, secret and session token of AWS's; empty where Lambda has set none.
   */
  public static String[] awsCredentials(Map<String, String> environment) {
    return new String[] {
      environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
      environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
      environment.getOrDefault("AWS_SESSION_TOKEN", "")
    };
  }

  /** Gets where the credentials are with SnapStart, and the {@code Authorization} for it. */
  public static String[] awsCredentialsEndpoint(Map<String, String> environment) {
    return new String[] {
      environment.getOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI", ""),
      environment.getOrDefault("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
    };
  }

  /** The hosts to be reached without it, separated by commas. */
  public static String noProxy(Map<String, String> environment) {
    String hosts = variableInAnyCase("no_proxy", environment);
    return hosts == null ? "" : hosts;
  }

  private static @Nullable String variableInAnyCase(String name, Map<String, String> environment) {
    String value = environment.get(name);
    if (value == null) {
      value = environment.get(name.toUpperCase(Locale.ROOT));
    }
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  /** Tells whether the user has chosen propagators, which may be the function's own. */
  public static boolean namesPropagators() {
    return System.getenv("OTEL_PROPAGATORS") != null
        || System.getProperty("otel.propagators") != null;
  }

  /**
   * Tells whether the process may be copied: many environments are then made from a snapshot of
   * this one.
   */
  public static boolean isSnapStart() {
    return "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
  }

  public static String functionVersion() {
    String version = System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
    return version == null ? "$LATEST" : version;
  }

  public static @Nullable String logStreamName() {
    return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
  }

  private SdkSettings() {}
}
