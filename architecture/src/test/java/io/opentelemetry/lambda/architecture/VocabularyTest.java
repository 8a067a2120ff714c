package io.opentelemetry.lambda.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that a name means one thing in all modules. */
class VocabularyTest {

  /** Names of several classes that are one thing in programs that share no code. */
  private static final Map<String, String> ONE_THING =
      Map.of(
          "Main", "the class that a program starts with",
          "Project", "the folder of this project",
          "Usage", "the checks of a program's options");

  private static final Set<String> NO_CLASSES = Set.of("package-info", "module-info");

  @Test
  void simpleNames_areOfOneClass() throws IOException {
    Map<String, Long> counts =
        Sources.main().stream()
            .filter(source -> source.packageName().startsWith("io.opentelemetry.lambda."))
            .collect(Collectors.groupingBy(Sources.Source::simpleName, Collectors.counting()));
    assertThat(counts).hasSizeGreaterThan(300);
    counts.keySet().removeAll(NO_CLASSES);
    counts.values().removeIf(count -> count == 1);
    assertThat(counts.keySet()).isEqualTo(ONE_THING.keySet());
  }
}
