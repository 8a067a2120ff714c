package io.opentelemetry.lambda.instrumentation.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggerTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void warning_isOneLine_once() {
    Logger logger = Logger.getLogger("test.once");
    logger.log(Level.WARNING, "{0} of {1}", new Object[] {"one", 2});
    logger.log(Level.WARNING, "again", new IllegalStateException("broken\nline"));
    logger.log(Level.WARNING, "and again", new IllegalStateException("broken"));
    assertThat(lines())
        .containsExactly(
            "[otel] one of 2", "[otel] again java.lang.IllegalStateException: broken line");
  }

  @Test
  void lessThanAWarning_isNotPrinted() {
    Logger logger = Logger.getLogger("test.less");
    logger.info("info");
    logger.fine("fine");
    logger.log(
        Level.FINE,
        () -> {
          throw new AssertionError("asked for");
        });
    assertThat(logger.isLoggable(Level.INFO)).isFalse();
    assertThat(lines()).isEmpty();
  }

  @Test
  void failedExport_isLeftToTheQueue() {
    Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter").warning("failed");
    assertThat(lines()).isEmpty();
  }

  private String[] lines() {
    String text = printed.toString(StandardCharsets.UTF_8);
    return text.isEmpty() ? new String[0] : text.split("\\R");
  }
}
