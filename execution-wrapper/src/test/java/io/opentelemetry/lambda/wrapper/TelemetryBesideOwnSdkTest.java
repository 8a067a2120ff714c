package io.opentelemetry.lambda.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TelemetryBesideOwnSdkTest {

  private final TestTelemetry layers = new TestTelemetry();
  private final TelemetryBesideOwnSdk telemetry = new TelemetryBesideOwnSdk(layers);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
    Thread.interrupted();
  }

  @Test
  void flush_waitsForEachProvider() {
    Provider tracers = new Provider();
    Provider meters = new Provider();
    Provider loggers = new Provider();
    OwnSdk.tracerBuilder(tracers, "scope");
    OwnSdk.tracerBuilder(tracers, "scope");
    OwnSdk.meterBuilder(meters, "scope");
    OwnSdk.loggerBuilder(loggers, "scope");
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(tracers.flushes).hasValue(1);
    assertThat(meters.flushes).hasValue(1);
    assertThat(loggers.flushes).hasValue(1);
  }

  @Test
  void interrupt_endsNoWait_andIsThereAfterwards() {
    Provider tracers = new Provider();
    OwnSdk.tracerBuilder(tracers, "scope");
    Thread.currentThread().interrupt();
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(tracers.flushes).hasValue(1);
  }

  @Test
  void exporterThatBlocks_holdsBackNoLongerThanTheBudget_andNotEachInvocation() throws Exception {
    Blocking blocking = new Blocking();
    OwnSdk.tracerBuilder(blocking, "scope");
    assertThat(telemetry.flush(20, TimeUnit.MILLISECONDS)).isFalse();
    // not waited for again at once, whatever the budget
    assertThat(telemetry.flush(1, TimeUnit.DAYS)).isFalse();
    assertThat(blocking.flushes).hasValue(1);
    released.countDown();
    assertThat(telemetry.flush(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void providerThatFails_leavesTheOthersAndTheLayersAsTheyAre() {
    Object unknown = "has no forceFlush";
    Provider tracers = new Provider();
    OwnSdk.tracerBuilder(unknown, "scope");
    OwnSdk.tracerBuilder(tracers, "scope");
    telemetry.beforeCheckpoint(10, TimeUnit.SECONDS);
    assertThat(tracers.flushes).hasValue(1);
  }

  /** As the SDK's are. */
  public static final class Provider {

    final AtomicInteger flushes = new AtomicInteger();

    public CompletableResultCode forceFlush() {
      flushes.incrementAndGet();
      CompletableResultCode result = new CompletableResultCode();
      new Thread(result::succeed).start();
      return result;
    }
  }

  public final class Blocking {

    final AtomicInteger flushes = new AtomicInteger();

    public CompletableResultCode forceFlush() throws InterruptedException {
      flushes.incrementAndGet();
      released.await();
      return CompletableResultCode.ofSuccess();
    }
  }
}
