package io.opentelemetry.lambda.benchmarks.cold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdResultTest {

  private final ColdResult result = Samples.result();

  @Test
  void ratios_areRoundByRound() {
    assertThat(result.ratioToNone(result.layers().get(1))).hasValue(2.0);
    assertThat(result.ratioToFirst(result.layers().get(2))).hasValue(0.55);
    assertThat(result.aboveNoneMs(result.layers().get(2))).hasValue(125);
  }

  @Test
  void withoutOneToCompareWith_thereIsNoRatio() {
    ColdResult alone = new ColdResult("17", "", List.of(result.layers().get(2)));
    assertThat(alone.ratioToNone(alone.layers().get(0))).isEmpty();
    assertThat(alone.aboveNoneMs(alone.layers().get(0))).isEmpty();
    assertThat(ColdTable.lines(alone)).hasSize(2);
  }

  @Test
  void table_hasALineForEachLayer() {
    List<String> lines = ColdTable.lines(result);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2))
        .containsSubsequence(
            "first",
            "2250 (1800-2700)",
            "250 (200-300)",
            "1250",
            "2.00",
            "1.00",
            "4000",
            "2.9",
            "5.7");
  }

  @Test
  void json_hasEachMeasurement() {
    JsonNode layer =
        ColdJson.of("machine", "function", List.of(result)).at("/platforms/0/layers/1");
    assertThat(layer.path("name").asText()).isEqualTo("first");
    assertThat(layer.at("/variables/A").asText()).isEqualTo("1");
    assertThat(layer.path("totalToNone").asDouble()).isEqualTo(2);
    assertThat(layer.at("/totalMs/median").asDouble()).isEqualTo(2500);
    assertThat(layer.at("/initMs/values"))
        .extracting(JsonNode::asDouble)
        .containsExactly(1800., 2700.);
  }
}
