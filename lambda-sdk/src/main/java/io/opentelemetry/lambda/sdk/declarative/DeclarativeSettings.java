package io.opentelemetry.lambda.sdk.declarative;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of declarative configuration as the properties that mean the same. The library for
 * such files needs Jackson, which is as large as the layer.
 */
public final class DeclarativeSettings {

  private static final String[] SAMPLERS = {"always_on", "always_off", "trace_id_ratio_based"};
  private static final Set<String> ROOT =
      new LinkedHashSet<>(
          Arrays.asList(
              "file_format",
              "disabled",
              "log_level",
              "resource",
              "attribute_limits",
              "propagator",
              "tracer_provider",
              "meter_provider",
              "logger_provider"));

  private final String file;
  private final Map<String, @Nullable String> properties = new HashMap<>();

  /**
   * Reads the file.
   *
   * @throws IOException if there is none
   * @throws RuntimeException if it is not YAML
   */
  public static Map<String, @Nullable String> read(String file, Map<String, String> environment)
      throws IOException {
    DeclarativeSettings settings = new DeclarativeSettings(file);
    settings.root(ConfigurationFile.read(file, environment));
    return settings.properties;
  }

  private DeclarativeSettings(String file) {
    this.file = file;
  }

  private void root(Map<?, ?> root) {
    for (Object name : root.keySet()) {
      if (!ROOT.contains(name)) {
        leave(name.toString());
      }
    }
    scalar(root, "disabled", "otel.sdk.disabled");
    resource(map(root, "resource"));
    limits(map(root, "attribute_limits"), "otel.");
    propagator(map(root, "propagator"));
    Map<?, ?> tracers = map(root, "tracer_provider");
    limits(map(tracers, "limits"), "otel.span.");
    sampler(map(tracers, "sampler"));
    exporters("traces", list(tracers, "processors"), "otel.bsp.");
    exporters("metrics", list(map(root, "meter_provider"), "readers"), "otel.metric.export.");
    Map<?, ?> loggers = map(root, "logger_provider");
    limits(map(loggers, "limits"), "otel.logrecord.");
    exporters("logs", list(loggers, "processors"), "otel.blrp.");
  }

  private void resource(Map<?, ?> resource) {
    List<String> pairs = new ArrayList<>();
    Object attributes = resource.get("attributes_list");
    if (attributes != null) {
      pairs.add(attributes.toString());
    }
    for (Object attribute : list(resource, "attributes")) {
      pair(attribute, pairs);
    }
    put("otel.resource.attributes", String.join(",", pairs));
    if (resource.containsKey("detection/development")) {
      leave("resource.detection/development");
    }
  }

  private static void pair(Object entry, List<String> pairs) {
    if (entry instanceof Map) {
      Object name = ((Map<?, ?>) entry).get("name");
      Object value = ((Map<?, ?>) entry).get("value");
      if (name != null && value != null) {
        pairs.add(name + "=" + encoded(value.toString()));
      }
    }
  }

  private static String encoded(String value) {
    try {
      return URLEncoder.encode(value, "UTF-8").replace("+", "%20");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void limits(Map<?, ?> limits, String prefix) {
    for (Map.Entry<?, ?> limit : limits.entrySet()) {
      if (limit.getValue() != null) {
        put(prefix + limit.getKey().toString().replace('_', '.'), limit.getValue().toString());
      }
    }
  }

  private void propagator(Map<?, ?> propagator) {
    Set<String> names = new LinkedHashSet<>();
    for (Object entry : list(propagator, "composite")) {
      if (entry instanceof Map) {
        for (Object name : ((Map<?, ?>) entry).keySet()) {
          names.add(name.toString());
        }
      }
    }
    Object list = propagator.get("composite_list");
    if (list != null) {
      for (String name : list.toString().split(",", -1)) {
        names.add(name.trim());
      }
    }
    names.remove("");
    put("otel.propagators", names.isEmpty() ? "none" : String.join(",", names));
  }

  private void sampler(Map<?, ?> sampler) {
    if (sampler.isEmpty()) {
      return;
    }
    boolean parentBased = sampler.containsKey("parent_based");
    Map<?, ?> root = parentBased ? map(map(sampler, "parent_based"), "root") : sampler;
    for (String name : SAMPLERS) {
      if (root.containsKey(name)) {
        put(
            "otel.traces.sampler",
            (parentBased ? "parentbased_" : "")
                + (name.startsWith("trace_id_ratio") ? "traceidratio" : name));
        scalar(map(root, name), "ratio", "otel.traces.sampler.arg");
        return;
      }
    }
    if (!parentBased || !root.isEmpty()) {
      leave("tracer_provider.sampler." + (root.isEmpty() ? "" : root.keySet().iterator().next()));
    }
  }

  /** Reads the exporters of a signal's processors or readers. */
  private void exporters(String signal, List<?> processors, String prefix) {
    Set<String> names = new LinkedHashSet<>();
    for (Object processor : processors) {
      if (!(processor instanceof Map)) {
        continue;
      }
      for (Object kind : ((Map<?, ?>) processor).keySet()) {
        Map<?, ?> settings = map((Map<?, ?>) processor, kind.toString());
        if (settings.containsKey("exporter")) {
          exporter(signal, map(settings, "exporter"), names);
        } else {
          leave(signal + "." + kind);
        }
        scalar(settings, "max_queue_size", prefix + "max.queue.size");
        scalar(settings, "max_export_batch_size", prefix + "max.export.batch.size");
        scalar(settings, "export_timeout", prefix + "export.timeout");
        scalar(settings, "interval", prefix + "interval");
        scalar(settings, "timeout", prefix + "timeout");
      }
    }
    put("otel." + signal + ".exporter", names.isEmpty() ? "none" : String.join(",", names));
  }

  private void exporter(String signal, Map<?, ?> exporter, Set<String> names) {
    for (Object kind : exporter.keySet()) {
      String name = kind.toString();
      if (name.equals("console")) {
        names.add(name);
      } else if (name.equals("otlp_http") && names.add("otlp")) {
        otlp("otel.exporter.otlp." + signal + ".", map(exporter, name));
      } else {
        leave(signal + "." + name);
      }
    }
  }

  private void otlp(String prefix, Map<?, ?> otlp) {
    put(prefix + "protocol", "http/protobuf");
    for (String name : new String[] {"endpoint", "compression", "timeout"}) {
      scalar(otlp, name, prefix + name);
    }
    scalar(otlp, "temporality_preference", prefix + "temporality.preference");
    scalar(otlp, "default_histogram_aggregation", prefix + "default.histogram.aggregation");
    Map<?, ?> tls = map(otlp, "tls");
    scalar(tls, "ca_file", prefix + "certificate");
    scalar(tls, "key_file", prefix + "client.key");
    scalar(tls, "cert_file", prefix + "client.certificate");
    List<String> headers = new ArrayList<>();
    Object list = otlp.get("headers_list");
    if (list != null) {
      headers.add(list.toString());
    }
    for (Object header : list(otlp, "headers")) {
      pair(header, headers);
    }
    put(prefix + "headers", String.join(",", headers));
  }

  private void scalar(Map<?, ?> node, String name, String property) {
    Object value = node.get(name);
    if (value != null && !(value instanceof Map) && !(value instanceof List)) {
      put(property, value.toString());
    }
  }

  private void put(String property, String value) {
    if (!value.isEmpty()) {
      properties.put(property, value);
    }
  }

  private void leave(String what) {
    Diagnostics.warn(
        "OTEL_CONFIG_FILE=" + file + ": " + what + " is not known here; the rest is used");
  }

  private static Map<?, ?> map(Map<?, ?> node, String name) {
    Object value = node.get(name);
    return value instanceof Map ? (Map<?, ?>) value : Collections.emptyMap();
  }

  private static List<?> list(Map<?, ?> node, String name) {
    Object value = node.get(name);
    return value instanceof List ? (List<?>) value : Collections.emptyList();
  }
}
