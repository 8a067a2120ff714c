package io.opentelemetry.lambda.sdk.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last line always has the exact number. */
class ItemCountsTest {

  private final PrintStream original = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final ItemCounts counts = ItemCounts.of("spans");

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(log, true, UTF_8));
  }

  @AfterEach
  void release() {
    System.setErr(original);
  }

  @Test
  void lost_isSaidAtOnce_thenWhenItIsTenTimesAsMuch_andWithEachFlush() {
    counts.lost(2, "401");
    counts.lost(2, "401");
    assertThat(lines()).containsExactly("[otel] 2 spans were dropped: 401");
    counts.say(null);
    counts.say(null);
    assertThat(lines()).last().isEqualTo("[otel] 4 spans were dropped: 401");
    counts.lost(36, "401");
    assertThat(lines()).last().isEqualTo("[otel] 40 spans were dropped: 401");
    assertThat(lines()).hasSize(3);
  }

  @Test
  void lost_inMoreLinesThanDiagnosticsKnowsKinds_isStillSaid() {
    for (int i = 0; i < 300; i++) {
      counts.lost(1, "401");
      counts.say(null);
    }
    assertThat(lines()).last().isEqualTo("[otel] 300 spans were dropped: 401");
  }

  @Test
  void held_isSaidWheneverItIsAnotherNumber_andWhenItIsOver() {
    counts.hold(2, 10);
    counts.say("503");
    counts.say("503");
    counts.hold(3, 10);
    counts.say("503");
    counts.exported(5);
    counts.say(null);
    counts.say(null);
    assertThat(lines())
        .containsExactly(
            "[otel] 2 spans wait, and are lost if the environment ends before they are sent: 503",
            "[otel] 5 spans wait, and are lost if the environment ends before they are sent: 503",
            "[otel] no spans wait any more");
  }

  @Test
  void hold_moreThanAllowed_isRefused() {
    assertThat(counts.hold(2, 3)).isTrue();
    assertThat(counts.hold(2, 3)).isFalse();
    assertThat(counts.hold(1, 3)).isTrue();
    counts.dropped(3, "401");
    assertThat(counts.hold(3, 3)).isTrue();
  }

  private List<String> lines() {
    return log.toString(UTF_8).lines().toList();
  }
}
