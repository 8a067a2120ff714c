package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests settings that a class of the JDK reads once: the function may still choose them in its
 * static initializer, as no layer uses such a class before.
 */
class ProcessSettingsIT {

  private static final Map<String, String> CHOSEN =
      Map.ofEntries(
          Map.entry("log manager", "functions.ProcessSettings$OwnLogManager"),
          Map.entry("TLS protocols", "TLSv1.2"),
          Map.entry("TLS cipher suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
          Map.entry("time zone", "Asia/Tokyo"),
          Map.entry("common pool", "7"),
          Map.entry("HTTP agent", "own Java/"),
          Map.entry("HTTP keep-alive", "false"),
          Map.entry("HTTP timeout", "1234"),
          Map.entry("restricted headers", "allowed"),
          Map.entry("loopback", "Inet6Address"),
          Map.entry("hosts file", "10.1.2.3"),
          Map.entry("DNS cache", "77"),
          Map.entry("DNS negative cache", "78"),
          Map.entry("security provider", "own"),
          Map.entry("locale", "1,5"),
          Map.entry("proxy selector", "functions.ProcessSettings$OwnProxySelector"),
          Map.entry("authenticator", "own"),
          Map.entry("URL protocol", "x"));

  static List<Arguments> layersOnJdks() {
    List<Arguments> cases = new ArrayList<>();
    for (Path jdk : Jdks.all()) {
      for (Layer layer : Layer.values()) {
        cases.add(Arguments.of(layer, jdk));
      }
    }
    return cases;
  }

  /** Asking for OpenTelemetry sets it up, which uses no logger of the JDK's either. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void logManagerOfAFunctionThatAsksForOpenTelemetryInItsInitializer_holds(Layer layer) {
    try (LambdaEnvironment lambda = layer.function("functions.EarlyOpenTelemetry").build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo("\"OwnLogManager\"");
      assertThat(lambda.telemetry().spans())
          .extracting(Span::getName)
          .containsExactlyInAnyOrder("init.work", "orders");
    }
  }

  @ParameterizedTest
  @MethodSource("layersOnJdks")
  void whatTheFunctionChooses_holds(Layer layer, Path jdk) throws Exception {
    try (LambdaEnvironment lambda =
        layer
            .function("functions.ProcessSettings")
            .javaHome(jdk)
            // to look what the JDK's classes have read
            .environment(
                "JAVA_TOOL_OPTIONS",
                "--add-opens=java.base/sun.net=ALL-UNNAMED"
                    + " --add-opens=java.base/sun.net.www.http=ALL-UNNAMED"
                    + " --add-opens=java.base/sun.net.www.protocol.http=ALL-UNNAMED")
            // an export that takes all that one does
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "https://localhost:1")
            .build()) {
      String response = lambda.invoke("{}").response();
      assertThat(response).as(lambda.output().toString()).isNotNull();
      @SuppressWarnings("unchecked")
      Map<String, String> values = new ObjectMapper().readValue(response, Map.class);
      values.computeIfPresent("HTTP agent", (name, agent) -> agent.replaceFirst("/.*", "/"));
      assertThat(values).isEqualTo(CHOSEN);
    }
  }
}
