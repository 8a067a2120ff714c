package io.opentelemetry.lambda.agent.buildtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.agent.Instrumentation;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibrariesTest {

  @Test
  void of_theNearestPackage() {
    Libraries libraries =
        new Libraries(
            List.of(module("web.Module", "web", "web-1.0"), module("web.sql.Module", "sql")));
    assertThat(libraries.of("web/Helper")).isEqualTo("web,web-1.0");
    assertThat(libraries.of("web/sql/Helper")).isEqualTo("sql");
    assertThat(libraries.of("other/Helper")).isEmpty();
  }

  @Test
  void of_packageOfSeveralModules_theNamesThatAllHave() {
    Libraries libraries =
        new Libraries(
            List.of(
                module("sdk.CoreModule", "sdk", "sdk-core"),
                module("sdk.QueueModule", "sdk", "sdk-queue")));
    assertThat(libraries.of("sdk/Helper")).isEqualTo("sdk");
  }

  private static Instrumentation module(String className, String... names) {
    return new Instrumentation(className, List.of(names), List.of());
  }
}
