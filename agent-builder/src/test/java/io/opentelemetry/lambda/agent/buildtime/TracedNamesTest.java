package io.opentelemetry.lambda.agent.buildtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracedNamesTest {

  private final TracedNames names = new TracedNames();

  @ParameterizedTest
  @CsvSource({
    "java/lang/String, java/lang/String",
    "io/opentelemetry/javaagent/instrumentation/a/Helper, io/opentelemetry/lambda/agent/traced/instrumentation/a/Helper",
    "io/opentelemetry/javaagent/shaded/io/opentelemetry/context/Context, io/opentelemetry/context/Context",
    "io/opentelemetry/javaagent/shaded/io/opentelemetry/api/trace/Span, io/opentelemetry/api/trace/Span",
    "io/opentelemetry/javaagent/shaded/io/opentelemetry/semconv/A, io/opentelemetry/lambda/agent/traced/shaded/io/opentelemetry/semconv/A",
    "io/opentelemetry/javaagent/shaded/instrumentation/api/internal/SpanKey, io/opentelemetry/lambda/shaded/instrumentation/api/internal/SpanKey",
    "io/opentelemetry/javaagent/instrumentation/opentelemetryapi/v1_0/context/AgentContextStorage, io/opentelemetry/lambda/agent/traced/TracedContexts",
    "io/opentelemetry/javaagent/bootstrap/field/VirtualFieldImpl$a$B$io$opentelemetry$javaagent$shaded$io$opentelemetry$context$Context, io/opentelemetry/lambda/agent/traced/bootstrap/field/VirtualFieldImpl$a$B$io$opentelemetry$context$Context",
    "io/opentelemetry/javaagent/bootstrap/field/VirtualFieldImpl$a$B$io$opentelemetry$javaagent$instrumentation$C, io/opentelemetry/lambda/agent/traced/bootstrap/field/VirtualFieldImpl$a$B$io$opentelemetry$lambda$agent$traced$instrumentation$C"
  })
  void className(String name, String expected) {
    assertThat(names.map(name)).isEqualTo(expected);
  }

  @Test
  void texts_thatAreClassNames() {
    assertThat(names.mapValue("io.opentelemetry.javaagent.shaded.io.opentelemetry.context.Context"))
        .isEqualTo("io.opentelemetry.context.Context");
    assertThat(names.mapValue("io.opentelemetry.okhttp-3.0"))
        .isEqualTo("io.opentelemetry.okhttp-3.0");
  }
}
