package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A freeze after each invocation, and a backend that fails every third request. There are fewer
 * invocations without {@code -Dtests.all=true}.
 */
class ThousandInvocationsIT {

  private static final int INVOCATIONS = Thoroughness.times(300, 1000);

  @ParameterizedTest
  @CsvSource({"WRAPPER, BEFORE_RESPONSE", "JAVAAGENT, AFTER_RESPONSE"})
  void eachSpan_arrivesOnce(Layer layer, Policy policy) {
    AtomicInteger invocations = new AtomicInteger();
    try (OtlpSink sink = OtlpSink.start();
        LambdaEnvironment lambda =
            policy.choose(layer.function("functions.Obedient")).otlpSink(sink).build()) {
      sink.fault(OtlpFault.status(503).every(3));
      while (invocations.get() < INVOCATIONS) {
        answer(lambda, invocations);
      }
      sink.healthy();
      Waiting.until(
          () -> {
            answer(lambda, invocations);
            return sink.received().spans().size() >= 2 * invocations.get();
          });
      assertThat(sink.received().spans())
          .hasSize(2 * invocations.get())
          .extracting(Span::getSpanId)
          .doesNotHaveDuplicates();
    }
  }

  private static void answer(LambdaEnvironment lambda, AtomicInteger invocations) {
    assertThat(lambda.invoke("{\"do\":\"answer\"}").response()).isEqualTo("\"answer\"");
    invocations.incrementAndGet();
  }
}
