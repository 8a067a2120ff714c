package io.opentelemetry.lambda.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackendHealthTest {

  private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BUDGET = 10 * SECOND;

  private final BackendHealth health = new BackendHealth();

  @Test
  void up_isWaitedFor() {
    assertThat(health.patience(0, BUDGET)).isEqualTo(BUDGET);
    assertThat(health.maySend(0)).isTrue();
  }

  @Test
  void failed_isLeftAloneForAboutASecond() {
    health.failed(0, 0);
    assertThat(health.patience(0, BUDGET)).isZero();
    assertThat(health.maySend(700 * MILLIS)).isFalse();
    assertThat(health.maySend(SECOND)).isTrue();
  }

  @Test
  void failedAgainAndAgain_isLeftAloneForAMinuteAtMost() {
    long now = 0;
    long pause = 0;
    for (int i = 0; i < 20; i++) {
      health.failed(now, 0);
      pause = 0;
      while (!health.maySend(now + pause)) {
        pause += 10 * MILLIS;
      }
      now += pause;
    }
    assertThat(pause).isBetween(45 * SECOND, 61 * SECOND);
  }

  @Test
  void failedSideBySide_isOneFailure() {
    health.failed(0, 0);
    health.failed(1, 0);
    health.failed(2, 0);
    assertThat(health.maySend(SECOND + 2)).isTrue();
  }

  @Test
  void retryAfter_isObeyed() {
    health.failed(0, 30 * SECOND);
    assertThat(health.maySend(30 * SECOND - 1)).isFalse();
    assertThat(health.maySend(30 * SECOND)).isTrue();
  }

  @Test
  void trial_waitsAMoment() {
    health.failed(0, 0);
    health.beginFlush(SECOND);
    assertThat(health.patience(SECOND, BUDGET)).isEqualTo(500 * MILLIS);
    assertThat(health.patience(SECOND, 200 * MILLIS)).isEqualTo(200 * MILLIS);
    assertThat(health.patience(SECOND + 500 * MILLIS, BUDGET)).isZero();
  }

  @Test
  void answerInATrial_isUp() {
    health.failed(0, 0);
    health.beginFlush(SECOND);
    health.answered(SECOND + 1);
    assertThat(health.isUp()).isTrue();
  }

  @Test
  void answerToWhatWasSentBeforeTheTrial_isNoProof() {
    health.failed(0, 0);
    health.beginFlush(SECOND);
    health.answered(SECOND - 1);
    assertThat(health.isUp()).isFalse();
    assertThat(health.maySend(SECOND)).isTrue();
  }

  @Test
  void trialThatFails_isLeftAloneForTwiceAsLong() {
    health.failed(0, 0);
    health.beginFlush(SECOND);
    health.failed(SECOND, 0);
    assertThat(health.maySend(SECOND + 1400 * MILLIS)).isFalse();
    assertThat(health.maySend(3 * SECOND)).isTrue();
  }

  @Test
  void flushThatGotNoAnswer_isSlow() {
    health.beginFlush(0);
    health.endFlush(1, BUDGET, BUDGET, 0);
    assertThat(health.patience(BUDGET, BUDGET)).isZero();
    assertThat(health.maySend(BUDGET)).isTrue();
  }

  @Test
  void flushThatEndsSoonAfterARequestBegan_saysNothing() {
    health.beginFlush(0);
    health.endFlush(BUDGET - 10 * MILLIS, BUDGET, BUDGET, 0);
    assertThat(health.isUp()).isTrue();
  }

  @Test
  void slow_anAnswerInAFreeze_isNoProof() {
    health.endFlush(1, BUDGET, BUDGET, 0);
    health.answered(1);
    assertThat(health.patience(BUDGET, BUDGET)).isZero();
  }

  @Test
  void trialWithoutAnswer_isSlow() {
    health.failed(0, 0);
    health.beginFlush(SECOND);
    long end = SECOND + 500 * MILLIS;
    health.endFlush(SECOND, end, BUDGET, BUDGET - 500 * MILLIS);
    assertThat(health.patience(end, BUDGET)).isZero();
    assertThat(health.maySend(end)).isTrue();
    health.beginFlush(end);
    assertThat(health.patience(end, BUDGET)).isZero();
  }

  @Test
  void reset_isUp() {
    health.failed(0, 3600 * SECOND);
    health.reset();
    assertThat(health.isUp()).isTrue();
  }
}
