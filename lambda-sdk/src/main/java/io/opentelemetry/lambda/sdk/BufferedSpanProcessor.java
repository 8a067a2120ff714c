package io.opentelemetry.lambda.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.sdk.internal.Drops;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Batches spans without a thread, and knows those that are still open. */
final class BufferedSpanProcessor implements SpanProcessor {

  private final Pipeline pipeline;
  private final SpanExporter exporter;
  private final Buffer buffer;
  private final OpenSpans open = new OpenSpans();

  BufferedSpanProcessor(Pipeline pipeline, SpanExporter exporter, int maxBatchSize, int maxHeld) {
    this.pipeline = pipeline;
    this.exporter = exporter;
    this.buffer = new Buffer(maxBatchSize, maxHeld);
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    if (span.getSpanContext().isSampled()) {
      open.add(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled() && !open.removeWasExported(span)) {
      add(span.toSpanData());
    }
  }

  /**
   * Ends the open spans for the backend alone.
   *
   * @param traceId null for those of all traces
   */
  void addUnfinished(@Nullable String traceId) {
    for (SpanData span : open.takeUnfinished(traceId)) {
      add(span);
    }
  }

  private void add(SpanData span) {
    buffer.add(span, ItemSizes.of(span));
  }

  @Override
  public CompletableResultCode forceFlush() {
    return buffer.handOver();
  }

  @Override
  public CompletableResultCode shutdown() {
    buffer.handOver();
    buffer.sayDrops();
    return exporter.shutdown();
  }

  private final class Buffer extends ExportBuffer<SpanData> {

    Buffer(int maxBatchSize, int maxHeld) {
      super(maxBatchSize, maxHeld, Drops.of("spans"));
    }

    @Override
    CompletableResultCode export(Collection<SpanData> batch) {
      return exporter.export(pipeline.restored().spans(batch));
    }
  }
}
