package io.opentelemetry.lambda.sdk.internal.http;

import static io.opentelemetry.lambda.sdk.internal.http.SocketHttpSenderTest.WAIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.exporter.otlp.internal.GzipCompressor;
import io.opentelemetry.lambda.sdk.internal.http.SocketHttpSenderTest.Result;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which requests are kept, for how long, and who waits for them. */
class OutboxTest {

  private static final Duration MUCH = Duration.ofSeconds(30);
  private static final Duration LITTLE = Duration.ofMillis(300);

  private final Outbox outbox = Outbox.of(2500);
  private TestBackend backend;
  private SocketHttpSender sender;

  @BeforeEach
  void start() throws Exception {
    backend = TestBackend.start();
    sender = sender(backend.port());
  }

  @AfterEach
  void stop() {
    backend.close();
    outbox.shutdown(System.nanoTime(), 0);
  }

  @Test
  void send_doesNotWaitForTheAnswer() {
    backend.hold();
    Result result = send("a");
    await().until(() -> !backend.asked().isEmpty());
    assertThat(result.isFinal()).isFalse();
    backend.goOn();
    assertThat(result.code()).isEqualTo(200);
  }

  @Test
  void flush_waitsUntilAllHasLeft() {
    Result first = send("a");
    Result second = send("b");
    assertThat(flush(MUCH)).isTrue();
    assertThat(first.isFinal()).isTrue();
    assertThat(second.isFinal()).isTrue();
    assertThat(backend.taken()).containsExactly("a", "b");
  }

  @Test
  void flush_withoutATimeout_beginsOnly() {
    backend.hold();
    send("a");
    assertThat(flush(Duration.ZERO)).isFalse();
    backend.goOn();
    assertThat(flush(MUCH)).isTrue();
  }

  @Test
  void flush_severalSenders_sideBySide() {
    backend.hold();
    SocketHttpSender other = sender(backend.port());
    send("a");
    SocketHttpSenderTest.send(other, "b");
    await().until(() -> backend.asked().size() == 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void refusalForTheTimeBeing_isSentAgain(int status) {
    backend.answerWith(status);
    Result result = send("a");
    await().until(() -> !backend.asked().isEmpty());
    backend.answerWith(200);
    // where both attempts were over by then, it takes a flush to try again
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(result.code()).isEqualTo(200);
    assertThat(backend.taken()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 404, 408, 413, 500, 501})
  void refusalForGood_isNotSentAgain(int status) {
    backend.answerWith(status);
    Result refused = send("a");
    assertThat(refused.code()).isEqualTo(status);
    backend.answerWith(200);
    assertThat(send("b").code()).isEqualTo(200);
    assertThat(backend.asked()).containsExactly("a", "b");
  }

  @Test
  void backendThatIsDown_isTriedTwiceThenNotWaitedFor() {
    backend.answerWith(503);
    send("a");
    assertThat(flush(MUCH)).isFalse();
    assertThat(backend.asked()).containsExactly("a", "a");
    send("b");
    assertThat(flush(MUCH)).isFalse();
    assertThat(backend.asked()).containsExactly("a", "a");
  }

  @Test
  void backendThatIsUpAgain_getsAllThatWasKept() {
    backend.answerWith(503);
    send("a");
    flush(MUCH);
    send("b");
    backend.answerWith(200);
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(backend.taken()).containsExactly("a", "b");
  }

  @Test
  void retryAfter_isObeyed() {
    backend.answerWith(429, "2");
    long begun = System.nanoTime();
    send("a");
    assertThat(flush(MUCH)).isFalse();
    backend.answerWith(200);
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(backend.asked()).containsExactly("a", "a");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void nobodyListens_isKept() throws Exception {
    int port = backend.port();
    backend.close();
    Result result = send("a");
    assertThat(flush(MUCH)).isFalse();
    assertThat(result.isFinal()).isFalse();
    backend = TestBackend.start(port);
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(backend.taken()).containsExactly("a");
  }

  @Test
  void backendThatDoesNotAnswer_costsOneFlushItsTime() {
    backend.hold();
    send("a");
    assertThat(flush(LITTLE)).isFalse();
    long begun = System.nanoTime();
    assertThat(flush(MUCH)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(MUCH.dividedBy(2));
  }

  @Test
  void backendThatIsSlow_getsItsRequestsWhileNobodyWaits() {
    backend.hold();
    send("a");
    flush(LITTLE);
    Result second = send("b");
    backend.goOn();
    assertThat(second.code()).isEqualTo(200);
    assertThat(backend.taken()).containsExactly("a", "b");
  }

  @Test
  void backendThatIsFastAgain_isWaitedForAfterATrial() {
    backend.hold();
    send("a");
    flush(LITTLE);
    backend.goOn();
    await().until(() -> flush(Duration.ZERO));
    await()
        .atMost(WAIT)
        .until(
            () -> {
              backend.hold();
              send("b");
              backend.goOn();
              return flush(MUCH);
            });
  }

  @Test
  void noAnswerInTime_isSentAgain() throws Exception {
    backend.hold();
    SocketHttpSender impatient =
        new SocketHttpSender(config(backend.port()).withTimeout(Duration.ofMillis(200)), outbox);
    Result result = SocketHttpSenderTest.send(impatient, "a");
    assertThat(flush(MUCH)).isFalse();
    backend.goOn();
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(result.code()).isEqualTo(200);
    assertThat(backend.asked()).containsExactly("a", "a");
  }

  @Test
  void responseThatIsCutOff_isSentAgain() throws Exception {
    String cut = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok";
    String whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    try (ScriptedServer server = ScriptedServer.start(List.of(cut), List.of(whole))) {
      Result result = SocketHttpSenderTest.send(sender(server.port()), "a");
      assertThat(result.body()).isEqualTo("ok");
    }
  }

  @Test
  void queueThatIsFull_losesTheOldest() {
    backend.hold();
    send("in flight");
    await().until(() -> !backend.asked().isEmpty());
    Result oldest = send("x".repeat(500));
    Result newer = send("y".repeat(400));
    Result newest = send("z".repeat(400));
    assertThat(oldest.error()).hasMessage("the queue of 2500 bytes is full");
    backend.goOn();
    assertThat(newer.code()).isEqualTo(200);
    assertThat(newest.code()).isEqualTo(200);
  }

  @Test
  void queueThatIsFull_losesTheOldestOfAllSignals() {
    backend.hold();
    SocketHttpSender other = sender(backend.port());
    send("1");
    SocketHttpSenderTest.send(other, "2");
    await().until(() -> backend.asked().size() == 2);
    Result oldest = SocketHttpSenderTest.send(other, "x".repeat(600));
    Result newest = send("y".repeat(600));
    assertThat(oldest.error()).isInstanceOf(DroppedException.class);
    backend.goOn();
    assertThat(newest.code()).isEqualTo(200);
  }

  @Test
  void queueThatIsEmpty_takesWhatIsLargerThanItself() {
    assertThat(send("x".repeat(5000)).code()).isEqualTo(200);
  }

  @Test
  void retryPolicy_boundsTheAttempts() {
    RetryPolicy twice = RetryPolicy.builder().setMaxAttempts(2).build();
    backend.answerWith(503);
    Result result =
        SocketHttpSenderTest.send(
            new SocketHttpSender(config(backend.port()).withRetryPolicy(twice), outbox), "a");
    assertThat(result.error()).hasMessageContaining("503");
    assertThat(backend.asked()).containsExactly("a", "a");
  }

  @Test
  void shutdown_asksABackendThatIsDownOnceMore() {
    backend.answerWith(429, "3600");
    Result result = send("a");
    flush(MUCH);
    backend.answerWith(200);
    outbox.shutdown(System.nanoTime(), MUCH.toNanos());
    assertThat(result.code()).isEqualTo(200);
  }

  @Test
  void shutdown_backendThatIsDownStill_givesUp() {
    backend.answerWith(503);
    Result first = send("a");
    Result second = send("b");
    outbox.shutdown(System.nanoTime(), LITTLE.toNanos());
    assertThat(first.error()).isInstanceOf(DroppedException.class);
    assertThat(second.error()).isInstanceOf(DroppedException.class);
  }

  @Test
  void shutdown_backendThatDoesNotAnswer_endsInTime() {
    backend.hold();
    Result result = send("a");
    outbox.shutdown(System.nanoTime(), LITTLE.toNanos());
    assertThat(result.error()).isInstanceOf(DroppedException.class);
  }

  @Test
  void shutdown_takesNothingMore() {
    outbox.shutdown(System.nanoTime(), MUCH.toNanos());
    assertThat(send("a").error()).hasMessage("the exporter has been shut down");
  }

  @Test
  void shutdown_refusedOnce_sendsTheRestAllTheSame() {
    backend.answerWith(429, "3600");
    Result first = send("a");
    Result second = send("b");
    flush(MUCH);
    backend.answerOnceWith(429);
    outbox.shutdown(System.nanoTime(), MUCH.toNanos());
    assertThat(first.code()).isEqualTo(200);
    assertThat(second.code()).isEqualTo(200);
  }

  @Test
  void drain_leavesTheRestToLater() {
    backend.answerWith(503);
    Result result = send("a");
    assertThat(outbox.drain(System.nanoTime(), LITTLE.toNanos())).isFalse();
    assertThat(outbox.reason()).isEqualTo("the backend answered 503 Service Unavailable");
    assertThat(result.isFinal()).isFalse();
    backend.answerWith(200);
    assertThat(outbox.drain(System.nanoTime(), MUCH.toNanos())).isTrue();
    assertThat(result.code()).isEqualTo(200);
    assertThat(outbox.reason()).isNull();
  }

  @Test
  void whatWaits_isOneRequest() {
    SocketHttpSender merging = merging();
    backend.answerWith(429, "1");
    List<Result> results = new ArrayList<>();
    for (String message : List.of("a", "b", "c", "d")) {
      results.add(SocketHttpSenderTest.send(merging, message));
    }
    assertThat(flush(MUCH)).isFalse();
    backend.answerWith(200);
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(String.join("", backend.taken())).isEqualTo("abcd");
    assertThat(backend.taken()).hasSizeLessThanOrEqualTo(2);
    assertThat(results).allSatisfy(result -> assertThat(result.code()).isEqualTo(200));
  }

  @Test
  void whatWaits_isCompressedAsOne() throws Exception {
    Outbox large = Outbox.of(1_000_000);
    backend.hold();
    SocketHttpSender gzip =
        new SocketHttpSender(
            config(backend.port())
                .withContentType("application/x-protobuf")
                .withCompressor(new GzipCompressor()),
            large);
    SocketHttpSenderTest.send(gzip, "first");
    await().until(() -> backend.askedBytes().size() == 1);
    SocketHttpSenderTest.send(gzip, "a");
    SocketHttpSenderTest.send(gzip, "b");
    backend.goOn();
    assertThat(large.flush(System.nanoTime(), MUCH.toNanos())).isTrue();
    InputStream one = new ByteArrayInputStream(backend.askedBytes().get(1));
    try (InputStream in = new GZIPInputStream(one)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("ab");
    }
  }

  @Test
  void whatWaits_isSentInSeveralRequests_whereItIsMoreThanABatch() {
    Outbox large = Outbox.of(10_000_000);
    SocketHttpSender merging =
        new SocketHttpSender(
            config(backend.port()).withContentType("application/x-protobuf"), large);
    backend.hold();
    SocketHttpSenderTest.send(merging, "first");
    await().until(() -> !backend.asked().isEmpty());
    for (int i = 0; i < 4; i++) {
      SocketHttpSenderTest.send(merging, "x".repeat(Batch.MAX_BYTES / 2));
    }
    backend.goOn();
    assertThat(large.flush(System.nanoTime(), MUCH.toNanos())).isTrue();
    assertThat(backend.taken().subList(1, 3))
        .extracting(String::length)
        .containsExactly(Batch.MAX_BYTES, Batch.MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void mergedRequest_thatIsRefused_isSentInParts(int status) {
    SocketHttpSender merging = merging();
    backend.hold();
    SocketHttpSenderTest.send(merging, "first");
    await().until(() -> !backend.asked().isEmpty());
    Result bad = SocketHttpSenderTest.send(merging, "bad");
    Result good = SocketHttpSenderTest.send(merging, "good");
    backend.refuseWhatHas("bad", status);
    backend.goOn();
    assertThat(bad.code()).isEqualTo(status);
    assertThat(good.code()).isEqualTo(200);
  }

  @Test
  void flush_ofAnInterruptedThread_waits_andLeavesTheFlag() {
    backend.hold();
    Result result = send("a");
    Thread.currentThread().interrupt();
    new Thread(
            () -> {
              await().until(() -> !backend.asked().isEmpty());
              backend.goOn();
            })
        .start();
    assertThat(flush(MUCH)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.code()).isEqualTo(200);
  }

  @Test
  void flush_thatIsInterrupted_waits_andLeavesTheFlag() {
    backend.hold();
    send("a");
    Thread caller = Thread.currentThread();
    new Thread(
            () -> {
              await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
              caller.interrupt();
              await().until(() -> !caller.isInterrupted());
              backend.goOn();
            })
        .start();
    assertThat(flush(MUCH)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shutdown_ofAnInterruptedThread_waits() {
    backend.answerOnceWith(503);
    Result result = send("a");
    Thread.currentThread().interrupt();
    outbox.shutdown(System.nanoTime(), MUCH.toNanos());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.code()).isEqualTo(200);
  }

  @Test
  void senderThread_thatIsInterrupted_goesOn() {
    assertThat(send("a").code()).isEqualTo(200);
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("otel-sender"))
        .forEach(Thread::interrupt);
    assertThat(send("b").code()).isEqualTo(200);
  }

  @Test
  void exporterThatFailsWithAnError_isTheEndOfNothing() {
    sender.send(
        new SocketHttpSenderTest.TextWriter("a"),
        response -> {
          throw new StackOverflowError();
        },
        error -> {});
    assertThat(send("b").code()).isEqualTo(200);
  }

  @Test
  void sendingThatFailsWithAnError_isGivenUpAfterSomeAttempts_andTheNextGoesOn() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Compressor compressor =
        new Compressor() {
          @Override
          public String getEncoding() {
            return "identity";
          }

          @Override
          public OutputStream compress(OutputStream out) {
            if (broken.get()) {
              throw new StackOverflowError("told to fail");
            }
            return out;
          }
        };
    SocketHttpSender failing =
        new SocketHttpSender(config(backend.port()).withCompressor(compressor), outbox);
    Result lost = SocketHttpSenderTest.send(failing, "a");
    await()
        .atMost(WAIT)
        .until(
            () -> {
              flush(LITTLE);
              return lost.isFinal();
            });
    assertThat(lost.error()).hasRootCauseInstanceOf(StackOverflowError.class);
    broken.set(false);
    Result next = SocketHttpSenderTest.send(failing, "b");
    await().atMost(WAIT).until(() -> flush(MUCH));
    assertThat(next.code()).isEqualTo(200);
  }

  private SocketHttpSender merging() {
    return new SocketHttpSender(
        config(backend.port()).withContentType("application/x-protobuf"), outbox);
  }

  @Test
  void reset_forgetsThatABackendWasDown() {
    backend.answerWith(429, "3600");
    send("a");
    flush(MUCH);
    backend.answerWith(200);
    outbox.reset();
    assertThat(flush(MUCH)).isTrue();
  }

  @Test
  void priming_sendsNothing() {
    outbox.prime(true);
    assertThat(send("a").code()).isEqualTo(200);
    outbox.prime(false);
    send("b");
    assertThat(flush(MUCH)).isTrue();
    assertThat(backend.asked()).containsExactly("b");
  }

  /** A peer that does not read blocks a write for good; only closing the socket ends it. */
  @Test
  void writeThatIsStuck_isEndedFromOutside() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      List<Socket> accepted = new ArrayList<>();
      SocketHttpSender stuck =
          new SocketHttpSender(
              config(deaf.getLocalPort()).withTimeout(Duration.ofMillis(100)).withRetryPolicy(null),
              outbox);
      Result result = SocketHttpSenderTest.send(stuck, "x".repeat(20_000_000));
      accepted.add(deaf.accept());
      await()
          .atMost(WAIT)
          .until(
              () -> {
                flush(Duration.ZERO);
                return result.isFinal();
              });
      assertThat(result.error()).isInstanceOf(IOException.class);
      accepted.get(0).close();
    }
  }

  private boolean flush(Duration budget) {
    return outbox.flush(System.nanoTime(), budget.toNanos());
  }

  private Result send(String message) {
    return SocketHttpSenderTest.send(sender, message);
  }

  private SocketHttpSender sender(int port) {
    return new SocketHttpSender(config(port), outbox);
  }

  private static TestSenderConfig config(int port) {
    return TestSenderConfig.of(port).withRetryPolicy(RetryPolicy.getDefault());
  }
}
