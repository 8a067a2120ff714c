package io.opentelemetry.lambda.emulator.internal.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own events about an environment, in schema 2025-01-29.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html">AWS's
 *     schema</a>
 */
public final class PlatformEvents {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long BYTES_PER_MB = 1024L * 1024;

  private final TelemetryApiServer api;
  private final ObservedFunction function;

  public static PlatformEvents create(TelemetryApiServer api, ObservedFunction function) {
    return new PlatformEvents(api, function);
  }

  private PlatformEvents(TelemetryApiServer api, ObservedFunction function) {
    this.api = api;
    this.function = function;
  }

  /** A line that the runtime's process wrote: an object where it is one and logs are JSON. */
  public void functionLog(String line) {
    api.publish(EventKind.FUNCTION, "function", function.jsonLogs() ? record(line) : text(line));
  }

  private static JsonNode record(String line) {
    try {
      JsonNode record = JSON.readTree(line);
      return record != null && record.isObject() ? record : text(line);
    } catch (JsonProcessingException e) {
      return text(line);
    }
  }

  private static JsonNode text(String line) {
    return TextNode.valueOf(line);
  }

  /** A line that an extension's process wrote. */
  public void extensionLog(String line) {
    api.publish(EventKind.EXTENSION, "extension", TextNode.valueOf(line));
  }

  public void initStart(String phase) {
    publish(
        "platform.initStart",
        init(phase)
            .put("runtimeVersion", function.runtime())
            .put("runtimeVersionArn", "")
            .put("functionName", function.name())
            .put("functionArn", function.arn())
            .put("functionVersion", function.version())
            .put("instanceId", function.logStream())
            .put("instanceMaxMemory", function.memoryMb() * BYTES_PER_MB));
  }

  public void initRuntimeDone(String phase, String status, @Nullable String errorType) {
    publish("platform.initRuntimeDone", withStatus(init(phase), status, errorType));
  }

  public void initReport(
      String phase, String status, @Nullable String errorType, Duration duration) {
    ObjectNode record = withStatus(init(phase), status, errorType);
    record.putObject("metrics").put("durationMs", millis(duration));
    publish("platform.initReport", record);
  }

  /** An extension is ready, or has failed. */
  public void extension(
      String name, String state, Collection<String> events, @Nullable String errorType) {
    ObjectNode record = node().put("name", name).put("state", state);
    events.forEach(record.putArray("events")::add);
    if (errorType != null) {
      record.put("errorType", errorType);
    }
    publish("platform.extension", record);
  }

  public void restoreStart() {
    publish(
        "platform.restoreStart",
        node()
            .put("runtimeVersion", function.runtime())
            .put("runtimeVersionArn", "")
            .put("functionName", function.name())
            .put("functionVersion", function.version())
            .put("instanceId", function.logStream())
            .put("instanceMaxMemory", function.memoryMb() * BYTES_PER_MB));
  }

  public void restoreRuntimeDone(String status, @Nullable String errorType) {
    publish("platform.restoreRuntimeDone", withStatus(node(), status, errorType));
  }

  public void restoreReport(String status, @Nullable String errorType, Duration duration) {
    ObjectNode record = withStatus(node(), status, errorType);
    record.putObject("metrics").put("durationMs", millis(duration));
    publish("platform.restoreReport", record);
  }

  public void start(InvocationTrace trace) {
    publish(
        "platform.start",
        withTracing(
            node().put("requestId", trace.requestId()).put("version", function.version()), trace));
  }

  /**
   * The runtime is done with an event.
   *
   * @param responded how long after the event's delivery the response began to arrive; null if none
   *     did
   */
  public void runtimeDone(
      InvocationTrace trace,
      String status,
      @Nullable String errorType,
      Instant delivered,
      Duration duration,
      @Nullable Duration responded,
      long producedBytes) {
    ObjectNode record =
        withTracing(
            withStatus(node().put("requestId", trace.requestId()), status, errorType), trace);
    if (responded != null) {
      ArrayNode spans = record.putArray("spans");
      putSpan(spans, "responseLatency", delivered, responded);
      putSpan(spans, "responseDuration", delivered.plus(responded), Duration.ZERO);
      putSpan(spans, "runtimeOverhead", delivered.plus(responded), duration.minus(responded));
    }
    record
        .putObject("metrics")
        .put("durationMs", millis(duration))
        .put("producedBytes", producedBytes);
    publish("platform.runtimeDone", record);
  }

  /** The runtime and all extensions are done with an event. */
  public void report(
      InvocationTrace trace,
      String status,
      @Nullable String errorType,
      Duration duration,
      long maxMemoryBytes,
      @Nullable Duration initDuration) {
    ObjectNode record =
        withTracing(
            withStatus(node().put("requestId", trace.requestId()), status, errorType), trace);
    ObjectNode metrics = record.putObject("metrics").put("durationMs", millis(duration));
    Duration billed = initDuration == null ? duration : duration.plus(initDuration);
    metrics
        .put("billedDurationMs", (long) Math.ceil(billed.toNanos() / NANOS_PER_MILLI))
        .put("memorySizeMB", function.memoryMb())
        .put("maxMemoryUsedMB", (maxMemoryBytes + BYTES_PER_MB - 1) / BYTES_PER_MB);
    if (initDuration != null) {
      metrics.put("initDurationMs", millis(initDuration));
    }
    publish("platform.report", record);
  }

  private ObjectNode init(String phase) {
    return node().put("initializationType", function.initializationType()).put("phase", phase);
  }

  private static ObjectNode withStatus(
      ObjectNode record, String status, @Nullable String errorType) {
    record.put("status", status);
    return errorType == null ? record : record.put("errorType", errorType);
  }

  private static ObjectNode withTracing(ObjectNode record, InvocationTrace trace) {
    record
        .putObject("tracing")
        .put("spanId", trace.spanId())
        .put("type", "X-Amzn-Trace-Id")
        .put("value", trace.header());
    return record;
  }

  private static void putSpan(ArrayNode spans, String name, Instant start, Duration duration) {
    spans
        .addObject()
        .put("name", name)
        .put("start", Timestamps.format(start))
        .put("durationMs", millis(duration));
  }

  private void publish(String type, ObjectNode record) {
    api.publish(EventKind.PLATFORM, type, record);
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Milliseconds to three places. */
  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1000.0) / 1000.0;
  }
}
