package io.opentelemetry.lambda.instrumentation.common;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment variables that this module reads. */
public final class InstrumentationSettings {

  public static final String FLUSH = "OTEL_LAMBDA_FLUSH";
  public static final String BEFORE_RESPONSE = "before-response";
  public static final String AFTER_RESPONSE = "after-response";
  public static final String ADAPTIVE = "adaptive";

  public static final String METRICS_EXPORTER = "OTEL_METRICS_EXPORTER";
  public static final String PROPAGATORS = "OTEL_PROPAGATORS";

  static final String FLUSH_INTERVAL = "OTEL_LAMBDA_FLUSH_INTERVAL";
  static final String FLUSH_TIMEOUT = "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT";
  static final String SCHEDULE_DELAY = "OTEL_BSP_SCHEDULE_DELAY";
  static final String AUTO_INSTRUMENTATION = "OTEL_LAMBDA_AUTO_INSTRUMENTATION";
  static final String LOG_CORRELATION = "OTEL_LAMBDA_LOG_CORRELATION";
  static final String LOG_LEVEL = "OTEL_LOG_LEVEL";
  static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  static final String TIMEOUT_GUARD = "OTEL_LAMBDA_TIMEOUT_GUARD";
  public static final String SINGLE_MESSAGE = "OTEL_LAMBDA_SINGLE_MESSAGE";
  public static final String QUEUE_SPANS = "OTEL_LAMBDA_QUEUE_SPANS";
  public static final String CAPTURE_PAYLOAD = "OTEL_LAMBDA_CAPTURE_PAYLOAD";
  static final String PAYLOAD_LIMIT = "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT";
  static final String PAYLOAD_REDACT = "OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT";
  static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
  static final String MAX_CONCURRENCY = "AWS_LAMBDA_MAX_CONCURRENCY";
  static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

  private static final long ADAPTIVE_INTERVAL_MILLIS = 1000;
  private static final long SCHEDULE_DELAY_MILLIS = 5000;
  private static final int PAYLOAD_BYTES = 2048;
  private static final int MAX_PAYLOAD_BYTES = 65_536;

  private final Function<String, @Nullable String> environment;

  public static InstrumentationSettings fromEnvironment() {
    return new InstrumentationSettings(System::getenv);
  }

  public InstrumentationSettings(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * When telemetry is to leave: {@value #BEFORE_RESPONSE}, {@value #AFTER_RESPONSE} or {@value
   * #ADAPTIVE}.
   */
  public String flushPolicy() {
    String choice = text(FLUSH);
    if (choice.equals(AFTER_RESPONSE) || choice.equals(ADAPTIVE)) {
      return choice;
    }
    if (!choice.isEmpty() && !choice.equals(BEFORE_RESPONSE)) {
      bad(
          FLUSH,
          choice,
          "neither before-response, after-response nor adaptive",
          "telemetry leaves before the response");
    }
    return BEFORE_RESPONSE;
  }

  /**
   * The longest that a flush may hold back the response, in milliseconds; {@link Long#MAX_VALUE},
   * also for what is not a number, leaves it to the invocation's remaining time.
   */
  public long flushTimeoutMillis() {
    return millis(
        FLUSH_TIMEOUT, Long.MAX_VALUE, "the flush may take the invocation's remaining time");
  }

  /** The least time between two exports of invocations that follow each other closely. */
  public long adaptiveIntervalMillis() {
    return millis(FLUSH_INTERVAL, ADAPTIVE_INTERVAL_MILLIS, "1000 is taken");
  }

  /** The time between two exports where the environment is never frozen. */
  public long scheduleMillis() {
    long delay = millis(SCHEDULE_DELAY, SCHEDULE_DELAY_MILLIS, "5000 is taken");
    return Math.max(1, Math.min(delay, millis(FLUSH_INTERVAL, delay, "it is not taken")));
  }

  private long millis(String variable, long otherwise, String consequence) {
    String value = text(variable);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long millis = Long.parseLong(value);
      if (millis >= 0) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    bad(variable, value, "not a number of milliseconds", consequence);
    return otherwise;
  }

  private static void bad(String variable, String value, String problem, String instead) {
    Diagnostics.warn(variable + "=" + value + ": " + problem + "; " + instead);
  }

  /** Tells whether a switch that is on by default is off. */
  private boolean isOff(String variable) {
    String choice = text(variable);
    if (!choice.isEmpty() && !isBoolean(choice)) {
      bad(variable, choice, "neither true nor false", "it is on");
    }
    return choice.equalsIgnoreCase("false");
  }

  private static boolean isBoolean(String choice) {
    return choice.equalsIgnoreCase("true") || choice.equalsIgnoreCase("false");
  }

  /** Tells whether what is open is exported shortly before an invocation's deadline. */
  public boolean hasTimeoutGuard() {
    return !isOff(TIMEOUT_GUARD);
  }

  /** Tells whether the user has switched metrics on, which are off by default. */
  public boolean hasMetrics() {
    String exporter = System.getProperty("otel.metrics.exporter", text(METRICS_EXPORTER));
    return !exporter.isEmpty() && !exporter.equals("none");
  }

  /**
   * Tells whether the current span is named in the function's logs: so by default, and if neither
   * our own variable nor one of the agent's says otherwise.
   */
  public boolean correlatesLogs() {
    return !isOff(LOG_CORRELATION)
        && !isOff("OTEL_INSTRUMENTATION_LOGBACK_MDC_ENABLED")
        && !isOff("OTEL_INSTRUMENTATION_LOG4J_CONTEXT_DATA_ENABLED");
  }

  /**
   * Tells whether the calls of a client library are traced where no agent does it.
   *
   * @param names of the agent's instrumentation, such as {@code java-http-client}; the first one
   *     for which there is a setting decides
   */
  public boolean instruments(String... names) {
    if (!hasAutoInstrumentation()) {
      return false;
    }
    String property = "otel.instrumentation.common.default-enabled";
    for (String name : names) {
      String own = "otel.instrumentation." + name + ".enabled";
      if (!setting(own).isEmpty()) {
        property = own;
        break;
      }
    }
    String choice = setting(property);
    if (!choice.isEmpty() && !isBoolean(choice)) {
      bad(variable(property), choice, "neither true nor false", "taken as false");
    }
    return choice.isEmpty() || Boolean.parseBoolean(choice);
  }

  private boolean hasAutoInstrumentation() {
    return !isOff(AUTO_INSTRUMENTATION);
  }

  /**
   * Tells whether any of the agent's settings of instrumentations is set, but for those of
   * Lambda's.
   */
  public static boolean hasLibrarySettings() {
    for (String variable : System.getenv().keySet()) {
      if (variable.startsWith("OTEL_INSTRUMENTATION_")
          && !variable.startsWith("OTEL_INSTRUMENTATION_AWS_LAMBDA_")) {
        return true;
      }
    }
    for (Object property : System.getProperties().keySet()) {
      if (property.toString().startsWith("otel.instrumentation.")) {
        return true;
      }
    }
    return false;
  }

  /** A setting by its property or, if that is not set, by the variable that belongs to it. */
  private String setting(String property) {
    String value = System.getProperty(property);
    return value == null ? text(variable(property)) : value;
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * Tells whether what is left alone on purpose is logged, too; the agent has a variable of its
   * own.
   */
  public boolean hasDebugLog() {
    return text(LOG_LEVEL).equalsIgnoreCase("debug") || text("OTEL_JAVAAGENT_DEBUG").equals("true");
  }

  /** Tells whether the environment takes several events at a time, and is never frozen. */
  public boolean isManagedInstances() {
    return text(INITIALIZATION_TYPE).equals("lambda-managed-instances")
        || !text(MAX_CONCURRENCY).isEmpty();
  }

  /** Tells whether the user has left it to the parent whether a span is sampled. */
  public boolean dropsWhatIsNotSampled() {
    String sampler = System.getProperty("otel.traces.sampler", text(SAMPLER));
    return sampler.isEmpty() || sampler.startsWith("parentbased_");
  }

  /** Where Lambda's APIs are, {@code host:port}; null outside Lambda. */
  public @Nullable String runtimeApi() {
    return environment.apply(RUNTIME_API);
  }

  /**
   * Tells whether the sender of a batch's only message is the parent, instead of being linked to.
   */
  public boolean isSingleMessageParent() {
    String choice = text(SINGLE_MESSAGE);
    if (!choice.isEmpty() && !choice.equals("link") && !choice.equals("parent")) {
      bad(SINGLE_MESSAGE, choice, "neither link nor parent", "messages are linked to");
    }
    return choice.equals("parent");
  }

  /** Tells whether the time is reported that an event waited for the function. */
  public boolean hasQueueSpans() {
    String choice = text(QUEUE_SPANS);
    if (!choice.isEmpty() && !isBoolean(choice)) {
      bad(QUEUE_SPANS, choice, "neither true nor false", "it is off");
    }
    return choice.equalsIgnoreCase("true");
  }

  /** Tells whether payloads may become attributes, which costs classes. */
  public boolean hasPayloads() {
    return !text(CAPTURE_PAYLOAD).isEmpty();
  }

  /** The payloads that become attributes: {@code event}, {@code response}, both or none. */
  public Set<String> payloads() {
    String choice = text(CAPTURE_PAYLOAD);
    Set<String> payloads = new LinkedHashSet<>();
    for (String entry : choice.split(",", -1)) {
      String payload = entry.trim();
      if (payload.equals("event") || payload.equals("response")) {
        payloads.add(payload);
      } else if (!payload.isEmpty() && !payload.equals("none")) {
        bad(
            CAPTURE_PAYLOAD,
            choice,
            "\"" + payload + "\" is neither event nor response",
            "it is left out");
      }
    }
    return payloads;
  }

  /** The most bytes of UTF-8 that a payload may have as an attribute. */
  public int payloadLimit() {
    String value = text(PAYLOAD_LIMIT);
    if (value.isEmpty()) {
      return PAYLOAD_BYTES;
    }
    try {
      int bytes = Integer.parseInt(value);
      if (bytes > 0 && bytes <= MAX_PAYLOAD_BYTES) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    bad(
        PAYLOAD_LIMIT,
        value,
        "not a number of bytes from 1 to " + MAX_PAYLOAD_BYTES,
        PAYLOAD_BYTES + " is taken");
    return PAYLOAD_BYTES;
  }

  /** The names of members whose values are not shown, beside those that never are. */
  public List<String> redactedNames() {
    List<String> names = new ArrayList<>();
    for (String name : text(PAYLOAD_REDACT).split(",", -1)) {
      if (!name.trim().isEmpty()) {
        names.add(name.trim());
      }
    }
    return names;
  }

  /** Tells whether the X-Ray header of the environment may be an invocation's parent. */
  public boolean usesXrayLambda() {
    String propagators = System.getProperty("otel.propagators");
    if (propagators == null) {
      propagators = environment.apply(PROPAGATORS);
    }
    return propagators != null && propagators.contains("xray-lambda");
  }

  private String text(String variable) {
    String value = environment.apply(variable);
    return value == null ? "" : value.trim();
  }
}
