package io.opentelemetry.lambda.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.sdk.internal.Drops;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/** Batches log records without a thread. */
final class BufferedLogRecordProcessor implements LogRecordProcessor {

  private final Pipeline pipeline;
  private final LogRecordExporter exporter;
  private final Buffer buffer;

  BufferedLogRecordProcessor(
      Pipeline pipeline, LogRecordExporter exporter, int maxBatchSize, int maxHeld) {
    this.pipeline = pipeline;
    this.exporter = exporter;
    this.buffer = new Buffer(maxBatchSize, maxHeld);
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord logRecord) {
    LogRecordData log = logRecord.toLogRecordData();
    buffer.add(log, ItemSizes.of(log));
  }

  @Override
  public CompletableResultCode forceFlush() {
    return buffer.handOver();
  }

  @Override
  public CompletableResultCode shutdown() {
    pipeline.beginShutdown();
    CompletableResultCode result = exporter.shutdown();
    buffer.sayDrops();
    return result;
  }

  private final class Buffer extends ExportBuffer<LogRecordData> {

    Buffer(int maxBatchSize, int maxHeld) {
      super(maxBatchSize, maxHeld, Drops.of("log records"));
    }

    @Override
    CompletableResultCode export(Collection<LogRecordData> batch) {
      return exporter.export(pipeline.restored().logRecords(batch));
    }
  }
}
