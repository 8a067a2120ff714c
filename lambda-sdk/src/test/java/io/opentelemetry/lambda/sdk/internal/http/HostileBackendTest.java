package io.opentelemetry.lambda.sdk.internal.http;

import static io.opentelemetry.lambda.sdk.internal.http.SocketHttpSenderTest.WAIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.lambda.instrumentation.HostileBackend;
import io.opentelemetry.lambda.instrumentation.HostileBackend.Fate;
import io.opentelemetry.lambda.instrumentation.HostileBackend.Mode;
import io.opentelemetry.lambda.sdk.internal.http.SocketHttpSenderTest.Result;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a backend answers, the next request gets through, and nothing is lost or sent twice. */
class HostileBackendTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration BUDGET = Duration.ofSeconds(20);

  private final PrintStream originalErr = System.err;

  @ParameterizedTest
  @EnumSource
  void whatIsAnswered_decidesAboutOneRequestAlone(Mode mode) throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    Outbox outbox = Outbox.of(1_000_000);
    try (HostileBackend backend = HostileBackend.start()) {
      SocketHttpSender sender =
          new SocketHttpSender(
              TestSenderConfig.of(backend.port())
                  .withTimeout(TIMEOUT)
                  .withRetryPolicy(RetryPolicy.getDefault()),
              outbox);
      backend.behave(mode);
      Result first = SocketHttpSenderTest.send(sender, "first");
      boolean left = outbox.flush(System.nanoTime(), BUDGET.toNanos());
      assertThat(left).isEqualTo(mode.fate != Fate.KEPT);

      backend.behave(Mode.OK);
      Result second = SocketHttpSenderTest.send(sender, "second");
      // one that asks for an hour gets it, but for the end of the environment
      outbox.drain(System.nanoTime(), BUDGET.toNanos());
      assertThat(second.code()).isEqualTo(200);
      assertThat(first.code() < 300).isEqualTo(mode.fate != Fate.REFUSED);
      await().atMost(WAIT).until(() -> backend.taken().contains("second"));
      if (mode.fate != Fate.KEPT) {
        assertThat(backend.taken()).containsExactly("first", "second");
      }
    } finally {
      System.setErr(originalErr);
      outbox.shutdown(System.nanoTime(), 0);
    }
    assertThat(log.toString(UTF_8).lines())
        .allSatisfy(line -> assertThat(line).startsWith("[otel] ").doesNotMatch(".*\\p{Cntrl}.*"));
  }
}
