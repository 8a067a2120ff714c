package io.opentelemetry.lambda.benchmarks.latency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.benchmarks.latency.LatencyResult.ConfigurationResult;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Results for programs:
 *
 * <pre>{@code
 * {"machine", "function", "backend", "platforms": [{"platform", "control", "layers": [
 *   {"name", "variables": {…}, "latencyMs", "billedMs": {"p50", "p90", "p99", "addedP50", "values": […]}}]}]}
 * }</pre>
 */
public final class LatencyJson {

  /**
   * The document.
   *
   * @param backend what the backend does to each export
   */
  public static ObjectNode of(
      String machine, String function, String backend, List<LatencyResult> results) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("machine", machine).put("function", function).put("backend", backend);
    ArrayNode platforms = document.putArray("platforms");
    for (LatencyResult result : results) {
      ObjectNode platform = platforms.addObject();
      platform.put("platform", result.platform()).put("control", result.control());
      ArrayNode layers = platform.putArray("layers");
      for (ConfigurationResult configuration : result.configurations()) {
        ObjectNode node = layers.addObject();
        node.put("name", configuration.configuration().name());
        ObjectNode variables = node.putObject("variables");
        configuration.configuration().variables().forEach(variables::put);
        add(node.putObject("latencyMs"), result, configuration, WarmInvocation::latencyMs);
        add(node.putObject("billedMs"), result, configuration, WarmInvocation::billedMs);
      }
    }
    return document;
  }

  private static void add(
      ObjectNode node,
      LatencyResult result,
      ConfigurationResult configuration,
      ToDoubleFunction<WarmInvocation> measure) {
    node.put("p50", configuration.quantile(measure, 0.5));
    node.put("p90", configuration.quantile(measure, 0.9));
    node.put("p99", configuration.quantile(measure, 0.99));
    result.added(configuration, measure).ifPresent(added -> node.put("addedP50", added));
    ArrayNode values = node.putArray("values");
    configuration.values(measure).forEach(values::add);
  }

  private LatencyJson() {}
}
