package io.opentelemetry.lambda.wrapper.internal.logs;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.instrumentation.common.LoggedSpan;
import org.jspecify.annotations.Nullable;

/** Names the current span in the context of logs, as long as it is current. */
final class LoggedContextStorage implements ContextStorage {

  private final ContextStorage storage;
  private final LogContext logs;

  LoggedContextStorage(ContextStorage storage, LogContext logs) {
    this.storage = storage;
    this.logs = logs;
  }

  @Override
  public Scope attach(Context context) {
    SpanContext before = spanOf(storage.current());
    SpanContext span = spanOf(context);
    Scope scope = storage.attach(context);
    return span.equals(before) || LoggedSpan.UNTRACED.equals(span)
        ? scope
        : new LoggedScope(scope, span);
  }

  private static SpanContext spanOf(@Nullable Context context) {
    return context == null ? SpanContext.getInvalid() : Span.fromContext(context).getSpanContext();
  }

  @Override
  public @Nullable Context current() {
    return storage.current();
  }

  @Override
  public Context root() {
    return storage.root();
  }

  /** Puts back what was there before, which may be the function's own. */
  private final class LoggedScope implements Scope {

    private final Scope scope;
    private final Thread thread = Thread.currentThread();
    private final @Nullable String traceId;
    private final @Nullable String spanId;
    private final @Nullable String traceFlags;
    private boolean closed;

    private LoggedScope(Scope scope, SpanContext span) {
      this.scope = scope;
      traceId = logs.get(LoggedSpan.TRACE_ID);
      spanId = logs.get(LoggedSpan.SPAN_ID);
      traceFlags = logs.get(LoggedSpan.TRACE_FLAGS);
      if (span.isValid()) {
        set(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
      } else {
        set(null, null, null);
      }
    }

    @Override
    public void close() {
      scope.close();
      if (!closed && thread == Thread.currentThread()) {
        closed = true;
        set(traceId, spanId, traceFlags);
      }
    }

    private void set(
        @Nullable String newTraceId, @Nullable String newSpanId, @Nullable String newTraceFlags) {
      logs.set(LoggedSpan.TRACE_ID, newTraceId);
      logs.set(LoggedSpan.SPAN_ID, newSpanId);
      logs.set(LoggedSpan.TRACE_FLAGS, newTraceFlags);
    }
  }
}
