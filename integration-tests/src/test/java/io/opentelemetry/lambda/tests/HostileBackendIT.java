package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.instrumentation.HostileBackend;
import io.opentelemetry.lambda.instrumentation.HostileBackend.Fate;
import io.opentelemetry.lambda.instrumentation.HostileBackend.Mode;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a backend answers, the function answers before its deadline, its next invocation too,
 * and each span is received once, or is in a line's count.
 */
class HostileBackendIT {

  private static final Duration WAIT = Duration.ofSeconds(90);
  private static final int SPANS = 2;

  /** After these, the backend gets nothing for an hour, but at a shutdown that the layer sees. */
  private static final List<Mode> PATIENT = List.of(Mode.RETRY_AFTER_AGES, Mode.RETRY_AFTER_A_DATE);

  /** Those in a list meet one environment, one after the other. */
  static Stream<Arguments> modes() {
    List<Mode> others = new ArrayList<>(Arrays.asList(Mode.values()));
    others.removeAll(PATIENT);
    return Stream.of(
        Arguments.of(Layer.WRAPPER, Policy.BEFORE_RESPONSE, others),
        Arguments.of(Layer.WRAPPER, Policy.BEFORE_RESPONSE, List.of(Mode.RETRY_AFTER_AGES)),
        Arguments.of(Layer.WRAPPER, Policy.AFTER_RESPONSE, List.of(Mode.RETRY_AFTER_A_DATE)),
        // whose way to the backend is the same
        Arguments.of(
            Layer.JAVAAGENT,
            Policy.BEFORE_RESPONSE,
            List.of(
                Mode.CHUNKED_GZIP,
                Mode.CONTINUED_FOREVER,
                Mode.CONTROL_CHARACTERS,
                Mode.NESTED_400,
                Mode.TWO_LENGTHS,
                Mode.CUT_WITHIN,
                Mode.RETRY_AFTER_AGES)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void answer_decidesAboutItsRequestAlone(Layer layer, Policy policy, List<Mode> modes)
      throws IOException {
    int invocations = 0;
    try (HostileBackend backend = HostileBackend.start()) {
      LambdaEnvironment lambda =
          policy
              .choose(layer.function("functions.Obedient"))
              .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + backend.port())
              .environment("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
              .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT", "1000")
              .build();
      try (lambda) {
        for (Mode mode : modes) {
          backend.behave(mode);
          answer(lambda, mode);
          backend.behave(Mode.OK);
          int before = backend.accepted().size();
          answer(lambda, mode);
          invocations += 2;
          if (!PATIENT.contains(mode)) {
            invocations += answerUntilAccepted(lambda, backend, mode, before);
          }
        }
      }
      assertThat(spans(backend)).doesNotHaveDuplicates();
      assertThat(spans(backend).size() + UnsentSpans.count(lambda))
          .as("%s", UserCodeIT.diagnostics(lambda))
          .isEqualTo(SPANS * invocations);
      assertThat(lambda.output())
          .allSatisfy(
              line -> assertThat(line).doesNotStartWith("[otel] forged").doesNotContain("\u001b"));
    }
  }

  private static void answer(LambdaEnvironment lambda, Mode mode) {
    assertThat(lambda.invoke("{\"do\":\"answer\"}").response())
        .as("%s: %s", mode, lambda.output())
        .isEqualTo("\"answer\"");
  }

  /** One whose request is kept is tried again after a backoff. */
  private static int answerUntilAccepted(
      LambdaEnvironment lambda, HostileBackend backend, Mode mode, int before) {
    if (mode.fate != Fate.KEPT) {
      assertThat(backend.accepted()).as(mode.name()).hasSizeGreaterThan(before);
      return 0;
    }
    List<Mode> made = new ArrayList<>();
    Awaitility.await(mode.name())
        .pollInterval(Duration.ofMillis(50))
        .atMost(WAIT)
        .until(
            () -> {
              answer(lambda, mode);
              made.add(mode);
              return backend.accepted().size() > before;
            });
    return made.size();
  }

  private static List<ByteString> spans(HostileBackend backend)
      throws InvalidProtocolBufferException {
    List<ByteString> ids = new ArrayList<>();
    for (String body : backend.accepted()) {
      ExportTraceServiceRequest.parseFrom(body.getBytes(ISO_8859_1)).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .map(Span::getSpanId)
          .forEach(ids::add);
    }
    return ids;
  }
}
