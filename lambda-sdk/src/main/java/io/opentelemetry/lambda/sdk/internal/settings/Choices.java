package io.opentelemetry.lambda.sdk.internal.settings;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ConfigurableMetricReaderProvider;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.export.Compressor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings whose values are names. */
final class Choices {

  private static final String NONE = "none";

  private final Settings settings;

  Choices(Settings settings) {
    this.settings = settings;
  }

  void correct() {
    list(
        "otel.propagators",
        "propagator",
        SdkSettings.PROPAGATORS,
        known("tracecontext", "baggage", NONE),
        ConfigurablePropagatorProvider.class,
        ConfigurablePropagatorProvider::getName);
    list(
        "otel.traces.exporter",
        "exporter of traces",
        "otlp",
        known(NONE),
        ConfigurableSpanExporterProvider.class,
        ConfigurableSpanExporterProvider::getName);
    Set<String> readers = known(NONE);
    addNames(
        readers, ConfigurableMetricReaderProvider.class, ConfigurableMetricReaderProvider::getName);
    list(
        "otel.metrics.exporter",
        "exporter of metrics",
        NONE,
        readers,
        ConfigurableMetricExporterProvider.class,
        ConfigurableMetricExporterProvider::getName);
    list(
        "otel.logs.exporter",
        "exporter of logs",
        NONE,
        known(NONE),
        ConfigurableLogRecordExporterProvider.class,
        ConfigurableLogRecordExporterProvider::getName);
    sampler();
    for (String signal : Corrections.SIGNALS) {
      one(Corrections.OTLP + signal + "protocol", "http/protobuf", "grpc");
      compression(Corrections.OTLP + signal + "compression");
    }
    one("otel.exporter.otlp.metrics.temporality.preference", "delta", "cumulative", "lowmemory");
    one(
        "otel.exporter.otlp.metrics.default.histogram.aggregation",
        "explicit_bucket_histogram",
        "base2_exponential_bucket_histogram");
    one("otel.metrics.exemplar.filter", "trace_based", "always_on", "always_off");
    one("otel.experimental.sdk.telemetry.version", "legacy", "latest");
  }

  private static Set<String> known(String... names) {
    return new TreeSet<>(Arrays.asList(names));
  }

  private <T> void list(
      String property,
      String kind,
      String otherwise,
      Set<String> known,
      Class<T> providers,
      Function<T, String> name) {
    String value = settings.get(property);
    if (value == null) {
      if (settings.config().getString(property) != null) {
        settings.rewrite(property, otherwise);
      }
      return;
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (String choice : value.split(",", -1)) {
      if (!choice.trim().isEmpty()) {
        chosen.add(choice.trim());
      }
    }
    if (!known.containsAll(chosen)) {
      addNames(known, providers, name);
    }
    List<String> unknown = new ArrayList<>(chosen);
    unknown.removeAll(known);
    chosen.retainAll(known);
    boolean noneOfSome = chosen.size() > 1 && chosen.remove(NONE);
    String good = chosen.isEmpty() ? otherwise : String.join(",", chosen);
    if (!unknown.isEmpty()) {
      settings.replace(
          property,
          "unknown " + kind + " \"" + String.join("\", \"", unknown) + "\"",
          good,
          "using " + good + ". Known: " + String.join(", ", known));
    } else if (noneOfSome) {
      settings.replace(property, "\"none\" beside others", good, "using " + good);
    } else {
      settings.rewrite(property, good);
    }
  }

  private void sampler() {
    String property = "otel.traces.sampler";
    String value = settings.get(property);
    Set<String> known =
        known(
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");
    if (value != null && !known.contains(value)) {
      addNames(known, ConfigurableSamplerProvider.class, ConfigurableSamplerProvider::getName);
      if (known.contains("jaeger_remote")) {
        known.add("parentbased_jaeger_remote");
      }
    }
    choose(property, value, "parentbased_always_on", known, "sampler");
  }

  private void compression(String property) {
    String value = settings.get(property);
    Set<String> known = known("gzip", NONE);
    if (value != null && !known.contains(value)) {
      addNames(known, Compressor.class, Compressor::getEncoding);
    }
    choose(property, value, NONE, known, "compression");
  }

  private void one(String property, String otherwise, String... others) {
    Set<String> known = known(others);
    known.add(otherwise);
    String value = settings.get(property);
    choose(
        property, value == null ? null : value.toLowerCase(Locale.ROOT), otherwise, known, "value");
  }

  private void choose(
      String property, @Nullable String value, String otherwise, Set<String> known, String kind) {
    if (value == null) {
      if (settings.config().getString(property) != null) {
        settings.rewrite(property, null);
      }
    } else if (known.contains(value)) {
      settings.rewrite(property, value);
    } else {
      settings.replace(
          property,
          "unknown " + kind,
          otherwise,
          "using " + otherwise + ". Known: " + String.join(", ", known));
    }
  }

  private <T> void addNames(Set<String> names, Class<T> type, Function<T, String> name) {
    ComponentLoader loader = settings.config().getComponentLoader();
    for (T provider : loader.load(type)) {
      names.add(name.apply(provider));
    }
  }
}
