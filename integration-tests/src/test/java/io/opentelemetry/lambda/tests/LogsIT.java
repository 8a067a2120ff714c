package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.LambdaEnvironmentBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The function's logs name the trace that they belong to. */
class LogsIT {

  private static final String LOGBACK =
      """
      <configuration><appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder>
      <pattern>logged %X{trace_id} %X{span_id} %X{trace_flags} %m%n</pattern></encoder></appender>
      <root level="INFO"><appender-ref ref="OUT"/></root></configuration>
      """;

  private static final String LOG4J =
      """
      <Configuration><Appenders><Console name="OUT">
      <PatternLayout pattern="logged %X{trace_id} %X{span_id} %X{trace_flags} %m%n"/>
      </Console></Appenders><Loggers><Root level="INFO"><AppenderRef ref="OUT"/></Root></Loggers>
      </Configuration>
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WRAPPER, logback, Slf4jLogs",
    "JAVAAGENT, logback, Slf4jLogs",
    "WRAPPER, log4j, Log4jLogs",
    "JAVAAGENT, log4j, Log4jLogs"
  })
  void eachLine_namesItsSpan(Layer layer, String libraries, String handler) throws IOException {
    try (LambdaEnvironment lambda = function(layer, libraries, handler).build()) {
      String first = trace(lambda);
      String second = trace(lambda);
      assertThat(first).isNotEqualTo(second);
      List<String> lines = lines(lambda);
      assertThat(lines).as(lambda.output().toString()).hasSize(2);
      assertThat(lines.get(0)).matches("logged " + first + " \\p{XDigit}{16} 0[13] told");
      assertThat(lines.get(1)).matches("logged " + second + " \\p{XDigit}{16} 0[13] told");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WRAPPER, logback, Slf4jLogs, OTEL_LAMBDA_LOG_CORRELATION",
    "JAVAAGENT, logback, Slf4jLogs, OTEL_LAMBDA_LOG_CORRELATION",
    "WRAPPER, logback, Slf4jLogs, OTEL_INSTRUMENTATION_LOGBACK_MDC_ENABLED",
    "JAVAAGENT, log4j, Log4jLogs, OTEL_LAMBDA_LOG_CORRELATION"
  })
  void switchedOff_noLineDoes(Layer layer, String libraries, String handler, String variable)
      throws IOException {
    try (LambdaEnvironment lambda =
        function(layer, libraries, handler).environment(variable, "false").build()) {
      trace(lambda);
      assertThat(lines(lambda)).containsExactly("logged    told");
    }
  }

  private LambdaEnvironmentBuilder function(Layer layer, String libraries, String handler)
      throws IOException {
    FunctionFolder.create(folder, List.of(libraries));
    Files.writeString(folder.resolve("logback.xml"), LOGBACK);
    Files.writeString(folder.resolve("log4j2.xml"), LOG4J);
    return layer.function(folder, "functions." + handler);
  }

  private static String trace(LambdaEnvironment lambda) {
    return String.valueOf(lambda.invoke("{}").response()).replace("\"", "");
  }

  private static List<String> lines(LambdaEnvironment lambda) {
    return lambda.output().stream().filter(line -> line.startsWith("logged")).toList();
  }
}
