package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A framework's function logs under the layers what it logs without them, line by line. */
class FrameworkLogsIT {

  private static final String LEFT_OUT = "left out";
  private static final Path FUNCTIONS = Layer.ROOT.resolve("integration-tests");

  /** Lines in which the JVM and the agent speak of the agent. */
  private static final Pattern OF_AGENT =
      Pattern.compile("OpenJDK 64-Bit Server VM warning: .*|\\[otel\\.javaagent .*VersionLogger.*");

  /** Below the function's frames. */
  private static final String FRAME_OF_RUNTIME =
      "(\\\\n\\\\t)?\\s*at (com\\.amazonaws\\.services\\.lambda\\.runtime|io\\.opentelemetry\\.lambda"
          + "|java\\.base/[a-z.]+\\.reflect)\\.[^)]*\\)";

  /** The same as an object of JSON. */
  private static final String OBJECT_OF_RUNTIME =
      ",\\{\"class\":\"(com\\.amazonaws\\.services\\.lambda\\.runtime|io\\.opentelemetry\\.lambda"
          + "|(java\\.lang|jdk\\.internal)\\.reflect)\\.[^}]*}";

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void springBoot_logsTheSame(Layer layer) {
    List<String> bare = springBoot(Layer.NONE);
    assertThat(bare).anyMatch(line -> line.contains("Started PricesApplication in"));
    assertThat(springBoot(layer)).isEqualTo(bare);
  }

  private static List<String> springBoot(Layer layer) {
    return lines(
        layer,
        Layer.ROOT.resolve("sample-apps/spring/target/function.zip"),
        "org.springframework.cloud.function.adapter.aws.FunctionInvoker",
        Map.of("MAIN_CLASS", "example.spring.PricesApplication"),
        "{\"item\":\"pear\",\"cents\":750}",
        "TIME [main] INFO org.springframework.cloud.function.utils.FunctionClassUtils -- Main class:"
            + " class example.spring.PricesApplication");
  }

  /** Which sets the process's log manager in a static initializer. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void quarkus_logsTheSame(Layer layer) {
    List<String> bare = quarkus(Layer.NONE);
    assertThat(bare)
        .contains(
            "TIME INFO  [functions.QuarkusFunction] (main) {order=1} told",
            "TIME DEBUG [functions.QuarkusFunction] (main) {} cleared",
            "TIME INFO  [jdk] (main) {} told by the JDK's");
    assertThat(quarkus(layer)).isEqualTo(bare);
  }

  private static List<String> quarkus(Layer layer) {
    return lines(
        layer,
        FUNCTIONS.resolve("quarkus/target/function.zip"),
        "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest",
        Map.of(),
        "\"org.jboss.logmanager.LogManager\"",
        "__  ____  __  _____   ___  __ ____  ______ ");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void powertools_logsTheSame(Layer layer) {
    List<String> bare = powertools(Layer.NONE, "powertools", "functions.PowertoolsFunction");
    assertThat(bare)
        .anyMatch(line -> line.contains("\"message\":\"told\"") && line.contains("\"order\":\"1\""))
        .anyMatch(line -> line.contains("\"message\":\"cleared\""))
        .anyMatch(line -> line.contains("CloudWatchMetrics") && line.contains("\"sold\":3.0"));
    assertThat(powertools(layer, "powertools", "functions.PowertoolsFunction")).isEqualTo(bare);
  }

  /** Which AspectJ weaves into the handler. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void powertools1_logsTheSame(Layer layer) {
    List<String> bare = powertools(Layer.NONE, "powertools1", "functions.WovenFunction");
    assertThat(bare)
        .filteredOn(
            line -> line.contains("\"message\":\"told\"") && line.contains("\"order\":\"1\""))
        .hasSize(2);
    assertThat(powertools(layer, "powertools1", "functions.WovenFunction")).isEqualTo(bare);
  }

  private static List<String> powertools(Layer layer, String module, String handler) {
    return lines(
        layer,
        FUNCTIONS.resolve(module).resolve("target/function.zip"),
        handler,
        Map.of("POWERTOOLS_SERVICE_NAME", "orders"),
        "\"done\"",
        "");
  }

  /** Whose tracing makes an SDK of its own: what that holds leaves before the freeze. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void micrometer_logsTheSame_andItsSpansArrive(Layer layer) {
    List<String> bare = micrometer(Layer.NONE);
    assertThat(bare).filteredOn(line -> line.endsWith(": observed")).hasSize(2);
    assertThat(micrometer(layer))
        .filteredOn(line -> !line.startsWith("[otel] the function brings an OpenTelemetry SDK"))
        .isEqualTo(bare);
  }

  private static List<String> micrometer(Layer layer) {
    return lines(
        layer,
        FUNCTIONS.resolve("micrometer/target/function.zip"),
        "org.springframework.cloud.function.adapter.aws.FunctionInvoker",
        Map.of("MAIN_CLASS", "functions.ObservedApplication"),
        "\"done\"",
        "TIME [main] INFO org.springframework.cloud.function.utils.FunctionClassUtils -- Main class:"
            + " class functions.ObservedApplication",
        (lambda, invocations) ->
            assertThat(lambda.telemetry().spans())
                .extracting(Span::getName)
                .filteredOn(name -> name.equals("own.work"))
                .hasSize(layer == Layer.NONE ? 0 : invocations));
  }

  private static List<String> lines(
      Layer layer,
      Path function,
      String handler,
      Map<String, String> variables,
      String response,
      String first) {
    return lines(layer, function, handler, variables, response, first, (lambda, invocations) -> {});
  }

  /**
   * @param first begins what is compared, as an init that takes too long on a busy machine begins
   *     anew; empty for the whole log
   * @param check is called after each invocation with how many there were
   */
  private static List<String> lines(
      Layer layer,
      Path function,
      String handler,
      Map<String, String> variables,
      String response,
      String first,
      BiConsumer<LambdaEnvironment, Integer> check) {
    var builder = layer.function(function, handler).memoryMb(1024);
    variables.forEach(builder::environment);
    try (LambdaEnvironment lambda = builder.build()) {
      for (int i = 0; i < 2; i++) {
        assertThat(lambda.invoke("{\"item\":\"pear\",\"pieces\":3}").response())
            .as(lambda.output().toString())
            .isEqualTo(response);
        check.accept(lambda, i + 1);
      }
      List<String> lines =
          lambda.output().stream()
              .filter(line -> !OF_AGENT.matcher(line).matches())
              .map(FrameworkLogsIT::withoutTimesAndIds)
              .filter(line -> !line.equals(LEFT_OUT))
              .toList();
      return first.isEmpty() ? lines : lines.subList(lines.lastIndexOf(first), lines.size());
    }
  }

  /**
   * Times, durations, ids, identities and paths of folders that differ by themselves; the ids of
   * the span, which the layers add; and the frames below the function's.
   */
  private static String withoutTimesAndIds(String line) {
    if (line.matches(FRAME_OF_RUNTIME)) {
      return LEFT_OUT;
    }
    return line.replaceAll(FRAME_OF_RUNTIME, "")
        .replaceAll(OBJECT_OF_RUNTIME, "")
        .replaceAll("\"instant\":\\{[^}]*}", "INSTANT")
        .replaceAll("1-\\p{XDigit}{8}-\\p{XDigit}{24}", "ID")
        .replaceAll("(, ?)?\"?\\b(trace_id|span_id|trace_flags)\"?[:=]\"?\\p{XDigit}+\"?", "")
        .replaceAll("\\{, ?", "{")
        .replaceAll("\"Timestamp\":\\d+|\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST]\\p{XDigit}+", "TIME")
        .replaceAll("^\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}", "TIME")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d|\\+0000UTC)", "TIME")
        .replaceAll(
            "\\d+\\.\\d+( seconds|s\\b)|\\(process running for [0-9.]+\\)|\\d+ ms\\b", "DURATION")
        .replaceAll("(PID|INFO|WARN) \\d+\\b", "$1 ID")
        .replaceAll("\\[(\\p{XDigit}{32}-\\p{XDigit}{16}| {49})]", "[IDS]")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
        .replaceAll("@[0-9a-f]{5,8}\\b", "@ID")
        .replaceAll("/tmp/[^ )]*", "FOLDER");
  }
}
