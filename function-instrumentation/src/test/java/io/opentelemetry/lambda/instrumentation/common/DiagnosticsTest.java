package io.opentelemetry.lambda.instrumentation.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

  @Test
  void say_textOfAPeer_isOneLineWithoutControlCharacters() {
    PrintStream original = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      Diagnostics.say("evil\n[otel] forged\r\n\u001b[31mred\u001b[2J\0\u0085\u2028\u007fend");
    } finally {
      System.setErr(original);
    }
    assertThat(log.toString(UTF_8).strip())
        .isEqualTo("[otel] evil [otel] forged   [31mred [2J    end");
  }
}
