package io.opentelemetry.lambda.tests;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.instrumentation.Docs;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each kind of handler answers and fails under a layer as it does without, and has its span. */
class HandlersIT {

  /**
   * The basic kinds on each JDK, those with libraries on that of the build. The agent, which loads
   * no handler, has the latter with {@code -Dtests.all=true} only.
   */
  @TestFactory
  Stream<DynamicTest> sameResults() {
    Collection<Path> jdks = Jdks.all();
    return Arrays.stream(HandlerKind.values())
        .flatMap(
            kind ->
                jdks.stream()
                    .limit(kind.isBasic() ? jdks.size() : 1)
                    .flatMap(jdk -> tests(jdk, kind)));
  }

  private static Stream<DynamicTest> tests(Path jdk, HandlerKind kind) {
    List<Answer> bare = answers(invoke(jdk, kind, Layer.NONE).results());
    return Stream.of(Layer.WRAPPER, Layer.JAVAAGENT)
        .filter(layer -> layer == Layer.WRAPPER || kind.isBasic() || Thoroughness.ALL)
        .map(
            layer ->
                dynamicTest(
                    kind + ", " + layer + ", " + jdk,
                    () -> compare(bare, invoke(jdk, kind, layer))));
  }

  private static void compare(List<Answer> bare, Invocations wrapped) {
    assertThat(answers(wrapped.results())).isEqualTo(bare);
    assertThat(bare.get(0).error()).isNull();
    assertThat(wrapped.spans())
        .hasSameSizeAs(bare)
        .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER))
        .allSatisfy(span -> assertThat(span.getName()).isIn("orders", "POST /items/{id}"));
    assertThat(wrapped.spans())
        .extracting(span -> span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
        .containsExactlyElementsOf(
            wrapped.results().stream().map(result -> result.error() != null).toList());
  }

  private static Invocations invoke(Path jdk, HandlerKind kind, Layer layer) {
    try (LambdaEnvironment lambda = kind.function(layer).javaHome(jdk).build()) {
      List<InvocationResult> results = kind.events().stream().map(lambda::invoke).toList();
      return new Invocations(results, invocationSpans(lambda));
    }
  }

  /** Without what the agent traces within an invocation. */
  private static List<Span> invocationSpans(LambdaEnvironment lambda) {
    return lambda.telemetry().spans().stream()
        .filter(
            span ->
                span.getAttributesList().stream()
                    .anyMatch(attribute -> attribute.getKey().equals("faas.invocation_id")))
        .toList();
  }

  private static List<Answer> answers(List<InvocationResult> results) {
    return results.stream()
        .map(result -> new Answer(result.response(), result.error()))
        .collect(toList());
  }

  @Test
  void page_namesTheKindsThatAreTested() {
    List<String> rows =
        Docs.table("getting-started-java.md", "handler").stream().map(row -> row.get(0)).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(HandlerKind.values()).map(HandlerKind::row).toList());
  }

  private record Invocations(List<InvocationResult> results, List<Span> spans) {}

  private record Answer(String response, FunctionError error) {}
}
