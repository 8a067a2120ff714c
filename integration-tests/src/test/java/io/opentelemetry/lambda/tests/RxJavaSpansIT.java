package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the span of a method with {@code @WithSpan} that returns a source of RxJava 2 or 3
 * ends with that. With {@code -Dtests.all=true} compared with the untouched agent: the agent layer
 * has no RxJava unless it is built with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RxJavaSpansIT {

  private ClientLayers layers;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    layers =
        Thoroughness.ALL
            ? ClientLayers.startWithUntouchedAgent(
                ClientFunction.ZIP, jdk, UntouchedAgent.create(folder.resolve("agent")))
            : ClientLayers.startWithoutAgent(ClientFunction.ZIP, jdk);
  }

  @AfterAll
  void stop() {
    layers.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "single-error",
        "single-call",
        "single-disposed",
        "maybe",
        "maybe-empty",
        "completable",
        "observable",
        "observable-cut",
        "flowable",
        "flowable-error",
        "flowable-cut",
        "parallel",
        "twice"
      })
  void methodThatReturnsASource_isASpan(String way) {
    layers.compareTree("rxJava3Span." + way);
    layers.compareTree("rxJava2Span." + way);
  }

  /** It would be known to no one where the span ended with the method. */
  @ParameterizedTest
  @ValueSource(strings = {"rxJava3Span", "rxJava2Span"})
  void laterError_isTheSpans(String client) {
    assertThat(layers.compareTree(client + ".flowable-error").describeSpan())
        .containsEntry("status", "STATUS_CODE_ERROR");
  }
}
