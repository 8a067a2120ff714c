package io.opentelemetry.lambda.client.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class ElasticsearchPathsTest {

  private final ElasticsearchPaths paths = new ElasticsearchPaths();

  @Test
  void partsOfAPath_haveNames() {
    assertThat(paths.parts("get", "/orders/_doc/1"))
        .containsExactly(entry("index", "orders"), entry("id", "1"));
  }

  @Test
  void operationOfSeveralPaths_isKnownByTheOneThatFits() {
    assertThat(paths.parts("indices.stats", "/_stats/docs")).containsOnlyKeys("metric");
    assertThat(paths.parts("indices.stats", "/orders/_stats")).containsOnlyKeys("index");
    assertThat(paths.parts("indices.stats", "/_stats")).isEmpty();
  }

  @Test
  void pathOfAnotherOperation_hasNoParts() {
    assertThat(paths.parts("none", "/orders/_doc/1")).isEmpty();
    assertThat(paths.parts("search", "/orders/_count")).isEmpty();
  }
}
