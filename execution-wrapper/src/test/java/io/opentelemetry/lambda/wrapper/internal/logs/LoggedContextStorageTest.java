package io.opentelemetry.lambda.wrapper.internal.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;
import io.opentelemetry.lambda.wrapper.internal.telemetry.RuntimeThread;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** With the loggers themselves. */
class LoggedContextStorageTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OUTER = "b7ad6b7169203331";
  private static final String INNER = "53995c3f42cd8ad8";

  @AfterEach
  void clear() {
    MDC.clear();
    ThreadContext.clearAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.slf4j.MDC", "org.apache.logging.log4j.ThreadContext"})
  void currentSpan_isNamedAsLongAsItIsCurrent(String logs) {
    ContextStorage storage = storage(logs);
    try (Scope outer = storage.attach(context(OUTER))) {
      assertThat(values(logs)).isEqualTo(TRACE + " " + OUTER + " 01");
      try (Scope inner = storage.attach(context(INNER))) {
        assertThat(values(logs)).isEqualTo(TRACE + " " + INNER + " 01");
      }
      assertThat(values(logs)).isEqualTo(TRACE + " " + OUTER + " 01");
      try (Scope none = storage.attach(Context.root())) {
        assertThat(values(logs)).isEqualTo("null null null");
      }
      assertThat(values(logs)).isEqualTo(TRACE + " " + OUTER + " 01");
    }
    assertThat(values(logs)).isEqualTo("null null null");
  }

  @Test
  void functionsOwnValue_isPutBack() {
    MDC.put("trace_id", "mine");
    try (Scope scope = storage("org.slf4j.MDC").attach(context(OUTER))) {
      assertThat(MDC.get("trace_id")).isEqualTo(TRACE);
    }
    assertThat(MDC.get("trace_id")).isEqualTo("mine");
  }

  @Test
  void otherThreads_areLeftAlone() throws InterruptedException {
    ContextStorage storage = storage("org.slf4j.MDC");
    AtomicReference<@Nullable String> seen = new AtomicReference<>("unset");
    try (Scope scope = storage.attach(context(OUTER))) {
      Thread thread = new Thread(() -> seen.set(MDC.get("trace_id")));
      thread.start();
      thread.join();
    }
    assertThat(seen.get()).isNull();
  }

  @Test
  void parentOfWhatIsNotTraced_isNobodysSpan() throws InterruptedException {
    AtomicReference<Context> current = new AtomicReference<>();
    Thread runtime =
        new Thread(
            () -> {
              RuntimeThread.leaveUntraced();
              current.set(Context.current());
            });
    runtime.start();
    runtime.join();
    Context untraced = current.get();
    assertThat(Span.fromContext(untraced).getSpanContext()).isEqualTo(LoggedSpan.UNTRACED);
    try (Scope scope = storage("org.slf4j.MDC").attach(untraced)) {
      assertThat(values("org.slf4j.MDC")).isEqualTo("null null null");
    }
  }

  @Test
  void loggerThatIsBroken_leavesTheContextAtWork() {
    ContextStorage storage = storage("there.is.no.such.Logger");
    Context before = storage.current();
    Context context = context(OUTER);
    try (Scope scope = storage.attach(context)) {
      assertThat(storage.current()).isSameAs(context);
    }
    assertThat(storage.current()).isSameAs(before);
  }

  private static ContextStorage storage(String logs) {
    return new LoggedContextStorage(
        ContextStorage.defaultStorage(),
        new LogContext(logs, LoggedContextStorageTest.class.getClassLoader()));
  }

  private static Context context(String spanId) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.create(
                    TRACE, spanId, TraceFlags.getSampled(), TraceState.getDefault())));
  }

  private static String values(String logs) {
    return logs.equals("org.slf4j.MDC")
        ? MDC.get("trace_id") + " " + MDC.get("span_id") + " " + MDC.get("trace_flags")
        : ThreadContext.get("trace_id")
            + " "
            + ThreadContext.get("span_id")
            + " "
            + ThreadContext.get("trace_flags");
  }
}
