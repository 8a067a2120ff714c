package io.opentelemetry.lambda.tests;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each kind of handler, on each JDK, answers and fails under a layer as it does without. */
class HandlersIT {

  private static final List<String> HANDLERS =
      List.of(
          "functions.ObjectHandler", "functions.StreamHandler", "functions.MethodHandler::count");

  private static final List<String> EVENTS =
      List.of(
          "{\"b\":[\"1\"], \"a\":[\"é\", \"\\ud83d\\ude00\"]}",
          "{\"fail\":[]}",
          "{}",
          "null",
          "\"text\"");

  @TestFactory
  Stream<DynamicTest> sameResults() {
    return Jdks.all().stream()
        .flatMap(jdk -> HANDLERS.stream().flatMap(handler -> tests(jdk, handler)));
  }

  private static Stream<DynamicTest> tests(Path jdk, String handler) {
    List<Answer> bare = answers(invoke(jdk, handler, Layer.NONE).results());
    return Stream.of(Layer.WRAPPER, Layer.JAVAAGENT)
        .map(
            layer ->
                dynamicTest(
                    handler + ", " + layer + ", " + jdk,
                    () -> compare(bare, invoke(jdk, handler, layer))));
  }

  private static void compare(List<Answer> bare, Invocations wrapped) {
    assertThat(answers(wrapped.results())).isEqualTo(bare);
    assertThat(wrapped.spans())
        .hasSameSizeAs(EVENTS)
        .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER))
        .allSatisfy(span -> assertThat(span.getName()).isEqualTo("orders"));
    assertThat(wrapped.spans())
        .extracting(span -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
        .containsExactlyElementsOf(
            wrapped.results().stream().map(result -> result.error() != null).toList());
  }

  private static Invocations invoke(Path jdk, String handler, Layer layer) {
    try (LambdaEnvironment lambda = layer.function(handler).javaHome(jdk).build()) {
      List<InvocationResult> results = EVENTS.stream().map(lambda::invoke).toList();
      return new Invocations(results, lambda.telemetry().spans());
    }
  }

  private static List<Answer> answers(List<InvocationResult> results) {
    return results.stream()
        .map(result -> new Answer(result.response(), result.error()))
        .collect(toList());
  }

  private record Invocations(List<InvocationResult> results, List<Span> spans) {}

  private record Answer(String response, FunctionError error) {}
}
