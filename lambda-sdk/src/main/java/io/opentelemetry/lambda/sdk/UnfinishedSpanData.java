package io.opentelemetry.lambda.sdk;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/** An open span as it stands, as if it ended now. */
final class UnfinishedSpanData extends DelegatingSpanData {

  private final long endEpochNanos;
  private final Attributes attributes;

  static SpanData of(ReadableSpan span) {
    SpanData data = span.toSpanData();
    return new UnfinishedSpanData(data, data.getStartEpochNanos() + span.getLatencyNanos());
  }

  private UnfinishedSpanData(SpanData span, long endEpochNanos) {
    super(span);
    this.endEpochNanos = endEpochNanos;
    this.attributes =
        span.getAttributes().toBuilder().put(booleanKey("otel.lambda.unfinished"), true).build();
  }

  @Override
  public long getEndEpochNanos() {
    return endEpochNanos;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return super.getTotalAttributeCount() + 1;
  }
}
