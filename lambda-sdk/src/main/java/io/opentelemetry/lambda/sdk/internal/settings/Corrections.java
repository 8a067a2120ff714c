package io.opentelemetry.lambda.sdk.internal.settings;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Corrects what the SDK would throw upon: what is good in a setting stays, the rest is its default,
 * and a line says so.
 */
public final class Corrections {

  static final String[] SIGNALS = {"traces.", "metrics.", "logs.", ""};
  static final String OTLP = "otel.exporter.otlp.";
  static final String DEFAULT = "the default is used";

  private static final String[] AT_LEAST_ONE = {
    "otel.bsp.max.queue.size",
    "otel.bsp.max.export.batch.size",
    "otel.blrp.max.queue.size",
    "otel.blrp.max.export.batch.size",
    "otel.java.metrics.cardinality.limit",
  };
  private static final String[] AT_LEAST_ZERO = {
    "otel.attribute.count.limit",
    "otel.attribute.value.length.limit",
    "otel.span.attribute.count.limit",
    "otel.span.attribute.value.length.limit",
    "otel.span.event.count.limit",
    "otel.span.link.count.limit",
    "otel.logrecord.attribute.count.limit",
    "otel.logrecord.attribute.value.length.limit",
  };
  private static final String[] DURATIONS = {
    "otel.bsp.export.timeout",
    "otel.blrp.schedule.delay",
    "otel.blrp.export.timeout",
    "otel.metric.export.interval",
    "otel.metric.export.timeout",
    OTLP + "timeout",
    OTLP + "traces.timeout",
    OTLP + "metrics.timeout",
    OTLP + "logs.timeout",
  };
  private static final String[] BOOLEANS = {
    "otel.sdk.disabled", "otel.java.exporter.otlp.retry.disabled"
  };
  private static final List<String> SAMPLERS_WITH_RATIO =
      Arrays.asList("traceidratio", "parentbased_traceidratio");

  /**
   * The longest timeout: a longer one ends no request within the life of an environment, and
   * overflows as nanos.
   */
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  private final Settings settings;

  /**
   * Corrects the settings: values by their properties, null for what is to be as if it were not
   * set.
   */
  public static Map<String, @Nullable String> of(ConfigProperties config) {
    Corrections corrections = new Corrections(new Settings(config));
    corrections.correct();
    return corrections.settings.corrected();
  }

  private Corrections(Settings settings) {
    this.settings = settings;
  }

  private void correct() {
    new Choices(settings).correct();
    samplerArgument();
    new KeyValues(settings).correct();
    new Endpoints(settings).correct();
    new TlsFiles(settings).correct();
    for (String property : AT_LEAST_ONE) {
      number(property, 1);
    }
    for (String property : AT_LEAST_ZERO) {
      number(property, 0);
    }
    for (String property : DURATIONS) {
      duration(property);
    }
    for (String property : BOOLEANS) {
      bool(property);
    }
  }

  private void samplerArgument() {
    String value = settings.get("otel.traces.sampler.arg");
    if (value == null || !SAMPLERS_WITH_RATIO.contains(settings.get("otel.traces.sampler"))) {
      return;
    }
    try {
      double ratio = Double.parseDouble(value);
      if (ratio >= 0 && ratio <= 1) {
        return;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    settings.replace(
        "otel.traces.sampler.arg", "not a number from 0 to 1", "1", "every trace is sampled");
  }

  private void number(String property, int least) {
    String value = settings.get(property);
    if (value == null) {
      return;
    }
    try {
      if (Integer.parseInt(value) >= least) {
        settings.rewrite(property, value);
        return;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    settings.replace(property, "not a whole number of at least " + least, null, DEFAULT);
  }

  private void duration(String property) {
    String value = settings.get(property);
    if (value == null) {
      return;
    }
    try {
      Duration duration = settings.config().getDuration(property);
      if (duration == null || (!duration.isZero() && !duration.isNegative())) {
        if (duration != null && property.startsWith(OTLP) && duration.compareTo(MAX_TIMEOUT) > 0) {
          settings.replace(property, "more than an hour", null, DEFAULT);
        }
        return;
      }
    } catch (ConfigurationException | ArithmeticException e) {
      // as below
    }
    settings.replace(
        property, "not a number of milliseconds above 0, nor one with ms, s, m, h", null, DEFAULT);
  }

  private void bool(String property) {
    String value = settings.get(property);
    if (value == null) {
      return;
    }
    String choice = value.toLowerCase(Locale.ROOT);
    if (!choice.equals("true") && !choice.equals("false")) {
      settings.replace(property, "neither true nor false", "false", "false is used");
    }
  }
}
