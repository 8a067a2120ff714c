package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The function's logs name the trace that they belong to. */
class LogsIT {

  private static final String LOGBACK =
      """
      <configuration><appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder>
      <pattern>logged %X{trace_id} %X{span_id} %X{trace_flags} %X{own} %m%n</pattern></encoder>
      </appender><appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender">
      <appender-ref ref="OUT"/></appender>
      <root level="INFO"><appender-ref ref="ASYNC"/></root></configuration>
      """;

  private static final String LOG4J =
      """
      <Configuration><Appenders><Console name="OUT">
      <PatternLayout pattern="logged %X{trace_id} %X{span_id} %X{trace_flags} %X{own} %m%n"/>
      </Console></Appenders><Loggers><Root level="INFO"><AppenderRef ref="OUT"/></Root></Loggers>
      </Configuration>
      """;

  /** As AWS's library is set up, whose appender the runtime gives the request's id. */
  private static final String LAMBDA_LOG4J =
      """
      <Configuration packages="com.amazonaws.services.lambda.runtime.log4j2"><Appenders>
      <Lambda name="OUT" format="${env:AWS_LAMBDA_LOG_FORMAT:-TEXT}">
      <LambdaTextFormat><PatternLayout pattern="logged %X{AWSRequestId} %m%n"/></LambdaTextFormat>
      <LambdaJSONFormat><PatternLayout pattern="{&quot;logged&quot;:&quot;%X{AWSRequestId} %m&quot;}%n"/>
      </LambdaJSONFormat></Lambda></Appenders>
      <Loggers><Root level="INFO"><AppenderRef ref="OUT"/></Root></Loggers></Configuration>
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WRAPPER, logback, Slf4jLogs",
    "JAVAAGENT, logback, Slf4jLogs",
    "WRAPPER, log4j, Log4jLogs",
    "JAVAAGENT, log4j, Log4jLogs",
    "WRAPPER, log4j-2.8, Log4jLogs",
    "JAVAAGENT, log4j-2.8, Log4jLogs",
    "WRAPPER, log4j-2.13, Log4jLogs",
    "JAVAAGENT, log4j-2.13, Log4jLogs"
  })
  void eachLine_namesItsSpan(Layer layer, String libraries, String handler) throws IOException {
    try (LambdaEnvironment lambda = function(layer, libraries, handler).build()) {
      String first = trace(lambda);
      String second = trace(lambda);
      assertThat(first).isNotEqualTo(second);
      List<String> lines = lines(lambda);
      assertThat(lines).as(lambda.output().toString()).hasSize(4);
      assertThat(lines.get(0)).matches("logged " + first + " \\p{XDigit}{16} 0[13]  told");
      assertThat(lines.get(1)).matches("logged " + first + " \\p{XDigit}{16} 0[13] mine cleared");
      assertThat(lines.get(2)).matches("logged " + second + " \\p{XDigit}{16} 0[13] mine told");
      assertThat(lines.get(3)).matches("logged " + second + " \\p{XDigit}{16} 0[13] mine cleared");
    }
  }

  /** Also after the function has cleared its context. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void eachLineOfQuarkus_namesItsSpan(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function(
                Layer.ROOT.resolve("integration-tests/quarkus/target/function.zip"),
                "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest")
            .memoryMb(1024)
            .build()) {
      assertThat(lambda.invoke("{}").error()).isNull();
      Span span = lambda.telemetry().spans().get(0);
      String trace = HexFormat.of().formatHex(span.getTraceId().toByteArray());
      String id = HexFormat.of().formatHex(span.getSpanId().toByteArray());
      for (String message : List.of("told", "cleared", "told by the JDK's")) {
        assertThat(lambda.output())
            .filteredOn(line -> line.endsWith("} " + message))
            .singleElement()
            .asString()
            .contains("trace_id=" + trace, "span_id=" + id);
      }
    }
  }

  static List<Arguments> layersFormatsAndJdks() {
    List<Arguments> cases = new ArrayList<>();
    for (Path jdk : Jdks.all()) {
      for (Layer layer : Layer.values()) {
        cases.add(Arguments.of(layer, "TEXT", jdk));
      }
      cases.add(Arguments.of(Layer.WRAPPER, "JSON", jdk));
    }
    return cases;
  }

  /** The runtime puts it into the library by its name, through the class loader that it knows. */
  @ParameterizedTest
  @MethodSource("layersFormatsAndJdks")
  void eachLine_namesItsRequest(Layer layer, String format, Path jdk) throws IOException {
    FunctionFolder.create(folder, List.of("log4j", "lambda-log4j"));
    Files.writeString(folder.resolve("log4j2.xml"), LAMBDA_LOG4J);
    try (LambdaEnvironment lambda =
        layer
            .function(folder, "functions.RequestLogs")
            .javaHome(jdk)
            .environment("AWS_LAMBDA_LOG_FORMAT", format)
            .build()) {
      String request = trace(lambda);
      assertThat(request).isNotEmpty();
      assertThat(lambda.output())
          .as(lambda.output().toString())
          .anyMatch(line -> line.contains("logged") && line.contains(request + " told"));
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
      assertThat(lines(lambda)).containsExactly("logged     told", "logged    mine cleared");
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
