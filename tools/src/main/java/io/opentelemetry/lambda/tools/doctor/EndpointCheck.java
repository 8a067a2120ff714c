package io.opentelemetry.lambda.tools.doctor;

import io.opentelemetry.lambda.tools.HttpUrl;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;

/** Checks whether somebody listens where the traces are sent to. */
final class EndpointCheck implements Check {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String COLLECTOR_ENDPOINT = "OTEL_LAMBDA_COLLECTOR_ENDPOINT";
  private static final Set<String> ENVIRONMENT_ITSELF =
      Set.of("localhost", "127.0.0.1", "[::1]", "sandbox.localdomain");

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    if (function.has(LayerKind.COLLECTOR)) {
      checkCollector(function, findings);
    }
    if (!function.isInstrumented() && !function.isImage()) {
      return;
    }
    String variable =
        function.environment().containsKey(TRACES_ENDPOINT) ? TRACES_ENDPOINT : ENDPOINT;
    String endpoint = function.variable(variable);
    if (function.environment().containsKey(variable) && endpoint.isEmpty()) {
      return; // known in AWS only
    }
    if (endpoint.isEmpty()) {
      checkHost(function, ENDPOINT + " is not set, so that traces go to", "localhost", findings);
      return;
    }
    URI url = HttpUrl.parse(endpoint);
    if (url == null) {
      findings.accept(
          new Finding(
              variable + " is " + endpoint + ", which is no URL",
              "set it to one such as https://otlp.example.com:4318"));
      return;
    }
    checkHost(function, variable + " is on", url.getHost(), findings);
    boolean reachesSomebody =
        !ENVIRONMENT_ITSELF.contains(url.getHost()) || function.has(LayerKind.COLLECTOR);
    if (url.getPort() == 4317 && speaksHttp(function) && reachesSomebody) {
      findings.accept(
          new Finding(
              variable + " has the port 4317, on which gRPC is spoken, and the layer speaks HTTP",
              "take the backend's port for OTLP over HTTP, usually 4318"));
    }
  }

  /** Tells all layers but the agent, which has gRPC where it is told so. */
  private static boolean speaksHttp(FunctionSettings function) {
    return !function.has(LayerKind.JAVAAGENT)
        || !(function.variable("OTEL_EXPORTER_OTLP_PROTOCOL")
                + function.variable("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"))
            .contains("grpc");
  }

  private static void checkHost(
      FunctionSettings function, String what, String host, Consumer<Finding> findings) {
    if (ENVIRONMENT_ITSELF.contains(host)
        && !function.has(LayerKind.COLLECTOR)
        && !function.hasUnknownLayer()
        && !function.isImage()) {
      findings.accept(
          new Finding(
              what + " " + host + ", where nobody listens without a Collector layer",
              "set " + ENDPOINT + " to your backend, or attach a Collector layer"));
    }
  }

  private static void checkCollector(FunctionSettings function, Consumer<Finding> findings) {
    boolean ownConfig = !function.variable("OPENTELEMETRY_COLLECTOR_CONFIG_URI").isEmpty();
    boolean given = function.environment().containsKey(COLLECTOR_ENDPOINT);
    String endpoint = function.variable(COLLECTOR_ENDPOINT);
    if (!ownConfig && !given) {
      findings.accept(
          new Finding(
              COLLECTOR_ENDPOINT + " is not set: the default Collector layer has no backend",
              "set it to your backend, unless the layer was built for a config of yours"));
    } else if (!endpoint.isEmpty() && HttpUrl.parse(endpoint) == null) {
      findings.accept(
          new Finding(
              COLLECTOR_ENDPOINT + " is " + endpoint + ", which is no URL",
              "set it to one such as https://otlp.example.com:4318"));
    }
  }
}
