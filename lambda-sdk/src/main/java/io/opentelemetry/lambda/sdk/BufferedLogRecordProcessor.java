package io.opentelemetry.lambda.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.sdk.internal.ItemCounts;
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
      Pipeline pipeline,
      LogRecordExporter exporter,
      int maxBatchSize,
      int maxHeld,
      ItemCounts counts) {
    this.pipeline = pipeline;
    this.exporter = exporter;
    this.buffer = new Buffer(maxBatchSize, maxHeld, counts);
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
    buffer.handOver();
    CompletableResultCode result = exporter.shutdown();
    buffer.sayLost();
    return result;
  }

  private final class Buffer extends ExportBuffer<LogRecordData> {

    Buffer(int maxBatchSize, int maxHeld, ItemCounts counts) {
      super(maxBatchSize, maxHeld, counts);
    }

    @Override
    CompletableResultCode export(Collection<LogRecordData> batch) {
      return exporter.export(pipeline.restored().logRecords(batch));
    }
  }
}
