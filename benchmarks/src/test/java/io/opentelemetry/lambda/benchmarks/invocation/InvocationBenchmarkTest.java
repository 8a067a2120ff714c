package io.opentelemetry.lambda.benchmarks.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmarks measure what they say. */
class InvocationBenchmarkTest {

  @ParameterizedTest
  @EnumSource
  void eachEvent_isTracedAndParsed(SampleEvent event) throws Exception {
    InvocationBenchmark benchmark = new InvocationBenchmark();
    benchmark.event = event;
    benchmark.prepare();
    assertThat(benchmark.instrumentation()).isEqualTo(30);
    assertThat(benchmark.parse()).isInstanceOf(event.type());
  }

  @ParameterizedTest
  @EnumSource
  void eachEvent_isOfItsSize(SampleEvent event) {
    int bytes = event.json().length;
    switch (event) {
      case API_GATEWAY_1_KB -> assertThat(bytes).isBetween(1000, 1500);
      case SQS_6_MB, SQS_6_MB_OF_10 -> assertThat(bytes).isBetween(6_000_000, 6 * 1024 * 1024);
    }
  }
}
