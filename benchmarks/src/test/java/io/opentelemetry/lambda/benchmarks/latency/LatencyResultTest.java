package io.opentelemetry.lambda.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.latency.LatencyResult.ConfigurationResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyResultTest {

  private final ConfigurationResult none = result("none", new WarmInvocation(1, 1), slow(1));
  private final ConfigurationResult layer = result("layer", new WarmInvocation(3, 101), slow(3));
  private final LatencyResult result = new LatencyResult("JDK 17", "control", List.of(none, layer));

  @Test
  void added_isTurnByTurn() {
    assertThat(result.added(layer, WarmInvocation::latencyMs)).hasValue(2);
    assertThat(result.added(layer, WarmInvocation::billedMs)).hasValue(100);
  }

  @Test
  void withoutTheBareFunction_nothingIsAdded() {
    LatencyResult alone = new LatencyResult("JDK 17", "control", List.of(layer));
    assertThat(alone.added(layer, WarmInvocation::latencyMs)).isEmpty();
  }

  @Test
  void table_hasQuantilesAndWhatIsAdded() {
    List<String> lines = LatencyTable.lines(result);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(2))
        .containsSubsequence("layer", "13.0", "21.0", "22.8", "2.0", "111.0", "100.0");
  }

  @Test
  void json_hasEachMeasurement() {
    JsonNode node =
        LatencyJson.of("machine", "function", "latency=100ms", List.of(result))
            .at("/platforms/0/layers/1/latencyMs");
    assertThat(node.path("addedP50").asDouble()).isEqualTo(2);
    assertThat(node.path("values")).extracting(JsonNode::asDouble).containsExactly(3., 23.);
  }

  /** In the second turn, the machine was busy. */
  private static WarmInvocation slow(double latencyMs) {
    return new WarmInvocation(latencyMs + 20, latencyMs == 1 ? 21 : 121);
  }

  private static ConfigurationResult result(String name, WarmInvocation... invocations) {
    return new ConfigurationResult(
        new Configuration(name, List.of(), Map.of()), List.of(invocations));
  }
}
