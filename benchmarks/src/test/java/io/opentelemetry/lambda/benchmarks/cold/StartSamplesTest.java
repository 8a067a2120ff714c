package io.opentelemetry.lambda.benchmarks.cold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartSamplesTest {

  private static final List<String> STACK =
      List.of(
          "java.util.HashMap.get",
          "java.lang.ClassLoader.defineClass1",
          "java.net.URLClassLoader.findClass",
          "io.opentelemetry.sdk.trace.SdkTracer.spanBuilder",
          "functions.TrivialHandler.handleRequest");

  @Test
  void work_isTheInnermostThatHasAName_theMoreExactOne() {
    assertThat(StartSamples.work(STACK)).isEqualTo("defining classes");
    assertThat(StartSamples.work(STACK.subList(2, 5))).isEqualTo("looking for classes");
    assertThat(StartSamples.work(STACK.subList(3, 5))).isEqualTo("other");
  }

  @Test
  void account_isTheInnermostPackageThatIsNotTheJdks() {
    assertThat(StartSamples.account(STACK)).isEqualTo("io.opentelemetry.sdk");
    assertThat(StartSamples.account(STACK.subList(0, 3))).isEqualTo("the JDK");
  }
}
