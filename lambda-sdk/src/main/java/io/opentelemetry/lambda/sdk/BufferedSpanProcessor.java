package io.opentelemetry.lambda.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.lambda.sdk.internal.ItemCounts;
import io.opentelemetry.lambda.sdk.internal.direct.DirectSpanExporter;
import io.opentelemetry.lambda.sdk.internal.direct.NoMeters;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Batches spans without a thread, and knows those that are still open. */
final class BufferedSpanProcessor implements SpanProcessor {

  private final Pipeline pipeline;
  private final SpanExporter exporter;
  private final Buffer buffer;
  private final OpenSpans open = new OpenSpans();

  BufferedSpanProcessor(
      Pipeline pipeline, SpanExporter exporter, int maxBatchSize, int maxHeld, ItemCounts counts) {
    this.pipeline = pipeline;
    this.exporter = exporter;
    this.buffer = new Buffer(maxBatchSize, maxHeld, counts);
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

  /**
   * Lets the exporter serialise a span that is nobody's. Only one is asked whose requests the
   * outbox keeps back then.
   */
  void prime() {
    if (exporter instanceof DirectSpanExporter || exporter instanceof OtlpHttpSpanExporter) {
      SdkTracerProvider provider =
          SdkTracerProvider.builder()
              .addSpanProcessor(
                  new BufferedSpanProcessor(pipeline, exporter, 1, 1, ItemCounts.of("primings")))
              .setMeterProvider(new NoMeters())
              .setSampler(Sampler.alwaysOn())
              .build();
      provider.get("priming").spanBuilder("priming").setNoParent().startSpan().end();
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    pipeline.beginShutdown();
    buffer.handOver();
    CompletableResultCode result = exporter.shutdown();
    buffer.sayLost();
    return result;
  }

  private final class Buffer extends ExportBuffer<SpanData> {

    Buffer(int maxBatchSize, int maxHeld, ItemCounts counts) {
      super(maxBatchSize, maxHeld, counts);
    }

    @Override
    CompletableResultCode export(Collection<SpanData> batch) {
      return exporter.export(pipeline.restored().spans(batch));
    }
  }
}
