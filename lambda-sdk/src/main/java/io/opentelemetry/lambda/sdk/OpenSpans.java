package io.opentelemetry.lambda.sdk;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sampled spans that have begun and not ended. */
final class OpenSpans {

  /** One that is never ended is nobody's in the end, and must not be held here. */
  private final Map<ReadableSpan, Boolean> open = Collections.synchronizedMap(new WeakHashMap<>());

  /** By their ids, as a processor in between may pass on another object than it got. */
  private final Set<String> exported = Collections.newSetFromMap(new ConcurrentHashMap<>());

  void add(ReadableSpan span) {
    open.put(span, Boolean.TRUE);
  }

  /** Takes a span out that has ended, and returns whether it has been exported before that. */
  boolean removeWasExported(ReadableSpan span) {
    open.remove(span);
    return !exported.isEmpty() && exported.remove(span.getSpanContext().getSpanId());
  }

  /**
   * Takes the open spans out, as they stand.
   *
   * @param traceId null for those of all traces
   */
  List<SpanData> takeUnfinished(@Nullable String traceId) {
    List<SpanData> unfinished = new ArrayList<>();
    for (ReadableSpan span : take(traceId)) {
      String spanId = span.getSpanContext().getSpanId();
      exported.add(spanId);
      // one that ends right now is exported either by its end or here
      boolean ended = span.hasEnded();
      if (!ended || !exported.remove(spanId)) {
        unfinished.add(ended ? span.toSpanData() : UnfinishedSpanData.of(span));
      }
    }
    return unfinished;
  }

  private List<ReadableSpan> take(@Nullable String traceId) {
    List<ReadableSpan> taken = new ArrayList<>();
    synchronized (open) {
      for (ReadableSpan span : open.keySet()) {
        if (traceId == null || span.getSpanContext().getTraceId().equals(traceId)) {
          taken.add(span);
        }
      }
      for (ReadableSpan span : taken) {
        open.remove(span);
      }
    }
    return taken;
  }
}
