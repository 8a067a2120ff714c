package io.opentelemetry.lambda.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ClientResult;
import io.opentelemetry.lambda.benchmarks.calls.CallsResult.ConfigurationResult;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Statistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsResultTest {

  private final ConfigurationResult none =
      result("none", 0, List.of(100., 110., 900.), List.of(210., 220., 230.));
  private final ConfigurationResult layer =
      result("layer", 1, List.of(120., 121., 122.), List.of(242., 250., 260.));
  private final ClientResult client = new ClientResult("okhttp.sync", List.of(none, layer));
  private final CallsResult result = new CallsResult("17", "control", List.of(client));

  @Test
  void added_isTurnByTurn_byTheMedianOfEach() {
    assertThat(client.added(layer)).hasValue(new Statistics(20.5, 11, 30));
    assertThat(client.ratio(layer)).hasValue((1.1 + 250. / 220) / 2);
  }

  @Test
  void addedWhenQuiet_isOfTheLeastMedians() {
    assertThat(client.addedWhenQuiet(layer)).hasValue(121. - 110);
  }

  @Test
  void toTheBareFunction_nothingIsAdded() {
    assertThat(client.added(none)).isEmpty();
    ClientResult alone = new ClientResult("okhttp.sync", List.of(layer));
    assertThat(alone.added(layer)).isEmpty();
    assertThat(alone.addedWhenQuiet(layer)).isEmpty();
    assertThat(alone.ratio(layer)).isEmpty();
  }

  @Test
  void table_hasALineForEachClientAndLayer() {
    List<String> lines = CallsTable.lines(result);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).containsSubsequence("okhttp.sync, none", "215.0", "-", "-", "0");
    assertThat(lines.get(2))
        .containsSubsequence(
            "okhttp.sync, layer", "182.0", "20.5 (11.0-30.0)", "1.12", "121.0", "11.0", "1");
  }

  @Test
  void json_hasEachCall() {
    JsonNode node = CallsJson.of("machine", List.of(result)).at("/jdks/0/clients/0/layers/1");
    assertThat(node.at("/addedUs/median").asDouble()).isEqualTo(20.5);
    assertThat(node.path("addedWhenQuietUs").asDouble()).isEqualTo(11);
    assertThat(node.path("spans").asInt()).isEqualTo(1);
    assertThat(node.at("/turnsUs/1"))
        .extracting(JsonNode::asDouble)
        .containsExactly(242., 250., 260.);
  }

  private static ConfigurationResult result(
      String name, int spans, List<Double> turn, List<Double> next) {
    return new ConfigurationResult(
        new Configuration(name, List.of(), Map.of()), spans, List.of(turn, next));
  }
}
