package io.opentelemetry.lambda.instrumentation.internal.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.TestContext;
import io.opentelemetry.lambda.instrumentation.TestTelemetry;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AfterResponseTest {

  private final TestTelemetry telemetry = TestTelemetry.create();
  private LocalExtensionsApi lambda;

  @BeforeEach
  void start() throws IOException {
    lambda = LocalExtensionsApi.start();
  }

  @AfterEach
  void close() {
    lambda.close();
  }

  @Test
  void create_registersForInvocations_andWaitsForTheFirst() {
    create();
    assertThat(lambda.registrations())
        .containsExactly("opentelemetry-lambda {\"events\":[\"INVOKE\"]}");
    awaitAsked(1);
  }

  @Test
  void export_comesAfterTheHandler_andBeforeTheNextInvocation() throws Exception {
    FlushPolicy policy = create();
    CountDownLatch backend = new CountDownLatch(1);
    telemetry.onFlush(() -> await(backend));
    lambda.invoke("1", inSeconds(10));
    policy.afterInvocation(invocation("1"));
    // it returns although the backend does not answer, and the next is not asked for
    assertThat(lambda.asked()).isLessThanOrEqualTo(1);
    backend.countDown();
    awaitAsked(2);
    assertThat(telemetry.flushTimeouts()).hasSize(1);
    assertThat(telemetry.flushTimeouts().get(0)).isBetween(1L, 9_500L);
  }

  @Test
  void handlerDoneBeforeLambdaTellsOfTheInvocation_isExportedThen() {
    FlushPolicy policy = create();
    policy.afterInvocation(invocation("1"));
    lambda.invoke("1", inSeconds(10));
    awaitAsked(2);
    assertThat(telemetry.flushTimeouts()).hasSize(1);
  }

  @Test
  void eachInvocation_isExportedOnce() {
    FlushPolicy policy = create();
    for (int i = 1; i <= 20; i++) {
      lambda.invoke("" + i, inSeconds(10));
      policy.afterInvocation(invocation("" + i));
      awaitAsked(i + 1);
      assertThat(telemetry.flushTimeouts()).hasSize(i);
    }
  }

  @Test
  void handlerThatNeverEnds_isWaitedForUntilItsDeadline() {
    create();
    lambda.invoke("1", System.currentTimeMillis() + 50);
    awaitAsked(2);
    assertThat(telemetry.flushTimeouts()).isEmpty();
  }

  @Test
  void usersTimeout_boundsTheExport() {
    FlushPolicy policy =
        create(
            Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                lambda.address(),
                "OTEL_LAMBDA_FLUSH",
                "after-response",
                "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT",
                "1500"));
    lambda.invoke("1", inSeconds(10));
    policy.afterInvocation(invocation("1"));
    awaitAsked(2);
    assertThat(telemetry.flushTimeouts()).containsExactly(1500L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"after-response", "adaptive"})
  void registrationRefused_telemetryLeavesBeforeTheResponse(String choice) {
    lambda.answer(403);
    FlushPolicy policy = create(lambda.variables(choice));
    policy.afterInvocation(invocation("1"));
    assertThat(telemetry.flushTimeouts()).containsExactly(9_500L);
  }

  @Test
  void noExtensionsApi_telemetryLeavesBeforeTheResponse() throws IOException {
    String address;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + free.getLocalPort();
    }
    for (String api : new String[] {address, "nonsense:port", ""}) {
      FlushPolicy policy =
          create(Map.of("OTEL_LAMBDA_FLUSH", "after-response", "AWS_LAMBDA_RUNTIME_API", api));
      assertThat(policy).as(api).isInstanceOf(BeforeResponse.class);
    }
  }

  @Test
  void nextFails_telemetryLeavesBeforeTheResponse() {
    FlushPolicy policy = create();
    lambda.invoke("1", inSeconds(10));
    policy.afterInvocation(invocation("1"));
    awaitAsked(2);
    lambda.answer(500);
    lambda.send("broken");
    // the export of what may be held, without a wait
    Await.until(() -> telemetry.flushTimeouts().contains(0L));
    policy.afterInvocation(invocation("2"));
    assertThat(telemetry.flushTimeouts()).contains(9_500L);
  }

  @Test
  void nextFails_itIsAskedOn_soThatLambdaDoesNotWait() {
    create();
    lambda.send("{\"eventType\":\"UNKNOWN\"}");
    awaitAsked(2);
    lambda.invoke("1", inSeconds(10));
    // at once, though nobody says that the handler is done
    awaitAsked(3);
  }

  @Test
  void invocationsThatLambdaDoesNotTellOf_leaveBeforeTheResponse() {
    FlushPolicy policy = create();
    policy.afterInvocation(invocation("1"));
    assertThat(telemetry.flushTimeouts()).isEmpty();
    policy.afterInvocation(invocation("2"));
    assertThat(telemetry.flushTimeouts()).containsExactly(9_500L);
    // told of one late, it does not hold it
    lambda.invoke("3", inSeconds(10));
    awaitAsked(2);
  }

  @Test
  void flushThatThrows_isTheEndOfNothing() {
    FlushPolicy policy = create();
    telemetry.onFlush(
        () -> {
          throw new IllegalStateException("told to fail");
        });
    lambda.invoke("1", inSeconds(10));
    policy.afterInvocation(invocation("1"));
    awaitAsked(2);
  }

  @Test
  void registrationThatTakesLong_isWaitedFor() {
    lambda.delayRegistration(2500);
    assertThat(create()).isInstanceOf(AfterResponse.class);
    awaitAsked(1);
  }

  @Test
  void threadThatIsInterrupted_stillWaits() {
    create();
    lambda.invoke("1", inSeconds(600));
    awaitAsked(1);
    FlushThreads.interruptAndAwaitParked("otel-flush");
  }

  private FlushPolicy create() {
    return create(lambda.variables("after-response"));
  }

  private FlushPolicy create(Map<String, String> variables) {
    return FlushPolicies.create(telemetry, new InstrumentationSettings(variables::get));
  }

  private void awaitAsked(int times) {
    Await.until(() -> lambda.asked() >= times);
  }

  private static long inSeconds(int seconds) {
    return System.currentTimeMillis() + seconds * 1000L;
  }

  private static TestContext invocation(String id) {
    return TestContext.create().withRequestId(id);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
