package io.opentelemetry.lambda.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The spans that have not ended yet. */
final class OpenSpans implements SpanProcessor {

  private final Set<ReadWriteSpan> open = ConcurrentHashMap.newKeySet();

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    open.add(span);
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    open.remove(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  void end(String traceId) {
    for (ReadWriteSpan span : open) {
      if (span.getSpanContext().getTraceId().equals(traceId)) {
        end(span);
      }
    }
  }

  void endAll() {
    for (ReadWriteSpan span : open) {
      end(span);
    }
  }

  private static void end(ReadWriteSpan span) {
    span.setAttribute("otel.lambda.unfinished", true);
    span.end();
  }
}
