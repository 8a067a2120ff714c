package io.opentelemetry.lambda.sdk.internal.restored;

import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/** A span of an environment made from a snapshot. */
final class RestoredSpanData extends DelegatingSpanData {

  private final Resource resource;

  RestoredSpanData(SpanData span, Resource resource) {
    super(span);
    this.resource = resource;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
