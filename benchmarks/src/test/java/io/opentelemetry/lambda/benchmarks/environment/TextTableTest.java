package io.opentelemetry.lambda.benchmarks.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columns_areAsWideAsTheirCells_numbersToTheRight() {
    TextTable table = TextTable.of("layer", "ms");
    table.add("none", "1");
    table.add("a-long-name", "1000");
    assertThat(table.lines())
        .containsExactly(
            "layer          ms", //
            "none            1",
            "a-long-name  1000");
  }
}
