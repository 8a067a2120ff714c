package io.opentelemetry.lambda.instrumentation.internal.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.lambda.instrumentation.TestTelemetry;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimeoutGuardTest {

  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private final TestTelemetry telemetry = TestTelemetry.create();
  private final TimeoutGuard guard = new TimeoutGuard(telemetry);

  @Test
  void invocationThatIsDue_isMarkedAndExported() {
    Span span = startSpan();
    AtomicInteger timeouts = new AtomicInteger();
    guard.begin(span, 20, timeouts::incrementAndGet);
    Await.until(() -> !telemetry.unfinished().isEmpty());
    assertThat(telemetry.unfinished()).containsExactly(span.getSpanContext().getTraceId());
    assertThat(timeouts).hasValue(1);
    span.end();
    SpanData data = telemetry.spans().get(0);
    assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(data.getAttributes().get(ERROR_TYPE)).isEqualTo("timeout");
  }

  @Test
  void invocationThatHasEnded_isNotTouched() {
    Span ended = startSpan();
    Span due = startSpan();
    guard.end(guard.begin(ended, 20, null));
    guard.begin(due, 40, null);
    Await.until(() -> !telemetry.unfinished().isEmpty());
    assertThat(telemetry.unfinished()).containsExactly(due.getSpanContext().getTraceId());
    ended.end();
    assertThat(telemetry.spans().get(0).getAttributes().get(ERROR_TYPE)).isNull();
  }

  @Test
  void severalAtATime_eachIsExported() {
    List<String> traces = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Span span = startSpan();
      traces.add(span.getSpanContext().getTraceId());
      guard.begin(span, 20 + i % 3, null);
    }
    Await.until(() -> telemetry.unfinished().size() >= 20);
    assertThat(telemetry.unfinished()).containsExactlyInAnyOrderElementsOf(traces);
  }

  @Test
  void laterInvocationWithLessTime_isSeen() {
    guard.end(guard.begin(startSpan(), 600_000, null));
    Span span = startSpan();
    guard.begin(span, 20, null);
    Await.until(() -> !telemetry.unfinished().isEmpty());
    assertThat(telemetry.unfinished()).containsExactly(span.getSpanContext().getTraceId());
  }

  @Test
  void invocationsThatEndInTime_doNotWakeTheThread() {
    guard.end(guard.begin(startSpan(), 60_000, null));
    Await.until(() -> guardThread().getThreadState() == Thread.State.TIMED_WAITING);
    long before = guardThread().getWaitedCount();
    for (int i = 0; i < 100; i++) {
      guard.end(guard.begin(startSpan(), 60_000, null));
    }
    Await.until(() -> guardThread().getThreadState() == Thread.State.TIMED_WAITING);
    assertThat(guardThread().getWaitedCount()).isEqualTo(before);
  }

  @Test
  void marginOfATenth_isLeftForTheExport() {
    AtomicInteger timeouts = new AtomicInteger();
    long begin = System.nanoTime();
    GuardedInvocation invocation = guard.begin(startSpan(), 30_000, timeouts::incrementAndGet);
    guard.end(invocation);
    long margin = invocation.deadlineNanos() - invocation.dueNanos();
    assertThat(margin).isEqualTo(1_000_000_000L);
    assertThat(invocation.dueNanos() - begin).isGreaterThanOrEqualTo(29_000_000_000L);
  }

  @Test
  void threadThatIsInterrupted_stillWaits() {
    guard.begin(startSpan(), 600_000, null);
    FlushThreads.interruptAndAwaitParked("otel-timeout-guard");
  }

  /** That of this test's guard, which is the one started last. */
  private static ThreadInfo guardThread() {
    ThreadInfo last = null;
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
      if (thread.getThreadName().equals("otel-timeout-guard")
          && (last == null || thread.getThreadId() > last.getThreadId())) {
        last = thread;
      }
    }
    assertThat(last).isNotNull();
    return last;
  }

  private Span startSpan() {
    return telemetry.openTelemetry().getTracer("test").spanBuilder("test").startSpan();
  }
}
