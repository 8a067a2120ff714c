package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A backend with good and bad days, and one that is down throughout: each span arrives once, or a
 * line says how many do not.
 */
class UnreliableBackendIT {

  private static final int INVOCATIONS = Thoroughness.times(1_000, 10_000);

  /** The agent's way to the backend is the same; what differs is how its SDK is flushed. */
  private static final int INVOCATIONS_OF_AGENT = Thoroughness.times(100, 10_000);

  private static final int SPANS = 2;
  private static final int OF_A_DAY = 20;

  private static final List<String> DAYS =
      List.of("", "status=429,retry-after=1", "status=429", "", "status=503", "cut", "silent", "");

  @ParameterizedTest
  @EnumSource
  void goodAndBadDays(Policy policy) {
    goodAndBadDays(Layer.WRAPPER, policy, INVOCATIONS);
  }

  static List<Policy> policiesOfAgent() {
    return Thoroughness.ALL
        ? List.of(Policy.values())
        : List.of(Policy.BEFORE_RESPONSE, Policy.AFTER_RESPONSE);
  }

  @ParameterizedTest
  @MethodSource("policiesOfAgent")
  void goodAndBadDays_underTheAgent(Policy policy) {
    goodAndBadDays(Layer.JAVAAGENT, policy, INVOCATIONS_OF_AGENT);
  }

  private static void goodAndBadDays(Layer layer, Policy policy, int count) {
    Random random = new Random(16);
    int invocations = count;
    try (OtlpSink sink = OtlpSink.start()) {
      LambdaEnvironment lambda = function(layer, policy, sink);
      try (lambda) {
        for (int i = 0; i < count; i++) {
          if (i % OF_A_DAY == 0) {
            behave(sink, DAYS.get(random.nextInt(DAYS.size())));
          }
          answer(lambda);
        }
        behave(sink, "");
        invocations += answerUntilItIsTriedAgain(lambda, sink);
        // without SIGTERM, it is the last invocation that says how much is lost
        behave(sink, policy == Policy.BEFORE_RESPONSE ? "status=429,retry-after=1" : "");
        answer(lambda);
        awaitSaid(policy, lambda, sink, invocations + 1);
      }
      assertAccountedFor(lambda, sink, invocations + 1);
      if (policy != Policy.MANAGED_INSTANCES) {
        assertThat(sink.received().spans()).hasSizeGreaterThan(count);
      }
      assertThat(sink.received().spans()).extracting(Span::getSpanId).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WRAPPER, BEFORE_RESPONSE, refuse",
    "WRAPPER, BEFORE_RESPONSE, silent",
    "WRAPPER, BEFORE_RESPONSE, status=401",
    "WRAPPER, AFTER_RESPONSE, refuse",
    "WRAPPER, AFTER_RESPONSE, silent",
    "WRAPPER, ADAPTIVE, status=503",
    "WRAPPER, ADAPTIVE, status=401",
    "WRAPPER, MANAGED_INSTANCES, refuse",
    "JAVAAGENT, BEFORE_RESPONSE, silent",
    "JAVAAGENT, AFTER_RESPONSE, refuse",
  })
  void downThroughout(Layer layer, Policy policy, String fault) {
    try (OtlpSink sink = OtlpSink.start()) {
      sink.fault(OtlpFault.parse(fault));
      LambdaEnvironment lambda = function(layer, policy, sink);
      try (lambda) {
        for (int i = 0; i < 15; i++) {
          answer(lambda);
        }
        awaitSaid(policy, lambda, sink, 15);
      }
      assertThat(sink.received().spans()).isEmpty();
      assertAccountedFor(lambda, sink, 15);
    }
  }

  private static LambdaEnvironment function(Layer layer, Policy policy, OtlpSink sink) {
    return policy
        .choose(layer.function("functions.Obedient"))
        .otlpSink(sink)
        .environment("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
        .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "200")
        .build();
  }

  private static void behave(OtlpSink sink, String day) {
    if (day.isEmpty()) {
      sink.healthy();
    } else {
      sink.fault(OtlpFault.parse(day));
    }
  }

  /**
   * Invokes until the backend, which is well again, is tried: after a backoff of up to a minute.
   */
  private static int answerUntilItIsTriedAgain(LambdaEnvironment lambda, OtlpSink sink) {
    AtomicInteger invocations = new AtomicInteger();
    int before = sink.received().spans().size();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              answer(lambda);
              invocations.incrementAndGet();
              return sink.received().spans().size() > before;
            });
    return invocations.get();
  }

  private static void answer(LambdaEnvironment lambda) {
    assertThat(lambda.invoke("{\"do\":\"answer\"}").response()).isEqualTo("\"answer\"");
  }

  /** Managed instances are killed without notice: what they report is said within the interval. */
  private static void awaitSaid(
      Policy policy, LambdaEnvironment lambda, OtlpSink sink, int invocations) {
    if (policy == Policy.MANAGED_INSTANCES) {
      Waiting.until(() -> accountedFor(lambda, sink) == SPANS * invocations);
    }
  }

  private static void assertAccountedFor(LambdaEnvironment lambda, OtlpSink sink, int invocations) {
    List<String> lines = lambda.output().stream().filter(l -> l.startsWith("[otel]")).toList();
    assertThat(accountedFor(lambda, sink))
        .as("%s", lines.subList(Math.max(0, lines.size() - 10), lines.size()))
        .isEqualTo(SPANS * invocations);
  }

  private static int accountedFor(LambdaEnvironment lambda, OtlpSink sink) {
    return sink.received().spans().size() + UnsentSpans.count(lambda);
  }
}
