package io.opentelemetry.lambda.tools.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function's settings for a test: with the wrapper layer, and nothing wrong, but for what is
 * changed.
 */
final class Settings {

  private String runtime = "java21";
  private String handler = "example.Handler::handle";
  private String architecture = "x86_64";
  private final List<AttachedLayer> layers = new ArrayList<>();
  private final Map<String, String> environment =
      new LinkedHashMap<>(
          Map.of(
              "AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler",
              "OTEL_EXPORTER_OTLP_ENDPOINT", "https://otlp.example.com:4318"));
  private int memoryMb = 1024;
  private int timeoutSeconds = 30;
  private long zippedBytes;

  static Settings wrapped() {
    return layered("opentelemetry-java-wrapper");
  }

  static Settings layered(String... names) {
    Settings settings = new Settings();
    for (String name : names) {
      settings.layer(name);
    }
    return settings;
  }

  Settings runtime(String name) {
    runtime = name;
    return this;
  }

  Settings handler(String name) {
    handler = name;
    return this;
  }

  Settings architecture(String name) {
    architecture = name;
    return this;
  }

  Settings layer(String name) {
    String arn = "arn:aws:lambda:eu-central-1:123456789012:layer:" + name + ":1";
    return layer(AttachedLayer.of(arn, LayerKind.of(arn, Map.of())));
  }

  Settings layer(AttachedLayer layer) {
    layers.add(layer);
    return this;
  }

  /** Sets a variable, or removes it with the value {@code -}. */
  Settings variable(String name, String value) {
    if (value.equals("-")) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    return this;
  }

  Settings memoryMb(int size) {
    memoryMb = size;
    return this;
  }

  Settings timeoutSeconds(int seconds) {
    timeoutSeconds = seconds;
    return this;
  }

  Settings zippedMb(int size) {
    zippedBytes = size * 1024L * 1024;
    return this;
  }

  List<String> problems() {
    return findings().stream().map(Finding::problem).toList();
  }

  List<Finding> findings() {
    return Diagnosis.of(
        new FunctionSettings(
            "orders",
            runtime,
            handler,
            architecture,
            layers,
            environment,
            memoryMb,
            timeoutSeconds,
            zippedBytes));
  }
}
