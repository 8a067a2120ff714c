package io.opentelemetry.lambda.instrumentation.common;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the current span for a line of the function's log. */
public final class LoggedSpan {

  public static final String TRACE_ID = "trace_id";
  public static final String SPAN_ID = "span_id";
  public static final String TRACE_FLAGS = "trace_flags";

  /** The parent of what is not traced, which is nobody's span. */
  public static final SpanContext UNTRACED =
      SpanContext.create(
          TraceId.fromLongs(0, 1),
          SpanId.fromLong(1),
          TraceFlags.getDefault(),
          TraceState.getDefault());

  /** The current span's values by their names; null if no span is current. */
  public static @Nullable Map<String, String> current() {
    SpanContext span = Span.current().getSpanContext();
    if (!span.isValid() || UNTRACED.equals(span)) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    values.put(TRACE_ID, span.getTraceId());
    values.put(SPAN_ID, span.getSpanId());
    values.put(TRACE_FLAGS, span.getTraceFlags().asHex());
    return values;
  }

  private LoggedSpan() {}
}
