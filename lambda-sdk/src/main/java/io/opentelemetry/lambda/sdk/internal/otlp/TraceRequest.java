package io.opentelemetry.lambda.sdk.internal.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.internal.W3CTraceContextEncoding;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ExportTraceServiceRequest} of OTLP, byte for byte as the SDK's exporter writes it, for
 * which that loads some sixty classes more.
 */
public final class TraceRequest implements MessageWriter {

  private static final int HAS_IS_REMOTE = 0x100;
  private static final int IS_REMOTE = 0x200;

  private final ProtobufWriter out = new ProtobufWriter();
  private final AttributeWriter attributes = new AttributeWriter(out);

  public static TraceRequest of(Collection<SpanData> spans) {
    return new TraceRequest(spans);
  }

  private TraceRequest(Collection<SpanData> spans) {
    for (Map.Entry<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> ofResource :
        group(spans).entrySet()) {
      int begin = out.begin(1);
      write(ofResource.getKey(), ofResource.getValue());
      out.end(begin);
    }
  }

  private static Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> group(
      Collection<SpanData> spans) {
    Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> groups = new LinkedHashMap<>();
    for (SpanData span : spans) {
      Map<InstrumentationScopeInfo, List<SpanData>> scopes = groups.get(span.getResource());
      if (scopes == null) {
        scopes = new LinkedHashMap<>();
        groups.put(span.getResource(), scopes);
      }
      List<SpanData> ofScope = scopes.get(span.getInstrumentationScopeInfo());
      if (ofScope == null) {
        ofScope = new ArrayList<>();
        scopes.put(span.getInstrumentationScopeInfo(), ofScope);
      }
      ofScope.add(span);
    }
    return groups;
  }

  private void write(Resource resource, Map<InstrumentationScopeInfo, List<SpanData>> scopes) {
    int begin = out.begin(1);
    attributes.write(1, resource.getAttributes());
    out.end(begin);
    for (Map.Entry<InstrumentationScopeInfo, List<SpanData>> ofScope : scopes.entrySet()) {
      begin = out.begin(2);
      write(ofScope.getKey(), ofScope.getValue());
      out.end(begin);
    }
    writeText(3, resource.getSchemaUrl());
  }

  private void write(InstrumentationScopeInfo scope, List<SpanData> spans) {
    int begin = out.begin(1);
    writeText(1, scope.getName());
    writeText(2, scope.getVersion());
    attributes.write(3, scope.getAttributes());
    out.end(begin);
    for (SpanData span : spans) {
      begin = out.begin(2);
      write(span);
      out.end(begin);
    }
    writeText(3, scope.getSchemaUrl());
  }

  private void write(SpanData span) {
    SpanContext context = span.getSpanContext();
    writeIds(context);
    if (span.getParentSpanContext().isValid()) {
      out.bytes(4, span.getParentSpanContext().getSpanIdBytes());
    }
    writeText(5, span.getName());
    out.varint(6, 1 + number(span.getKind()));
    out.fixed64(7, span.getStartEpochNanos());
    out.fixed64(8, span.getEndEpochNanos());
    writeAttributes(9, span.getAttributes(), span.getTotalAttributeCount());
    for (EventData event : span.getEvents()) {
      int begin = out.begin(11);
      write(event);
      out.end(begin);
    }
    writeCount(12, span.getTotalRecordedEvents() - span.getEvents().size());
    for (LinkData link : span.getLinks()) {
      int begin = out.begin(13);
      write(link);
      out.end(begin);
    }
    writeCount(14, span.getTotalRecordedLinks() - span.getLinks().size());
    int begin = out.begin(15);
    writeText(2, span.getStatus().getDescription());
    writeCount(3, number(span.getStatus().getStatusCode()));
    out.end(begin);
    out.fixed32(16, flags(context, span.getParentSpanContext()));
  }

  /** OTLP numbers both kinds and statuses in this order; a switch would be a class more. */
  @SuppressWarnings("EnumOrdinal")
  private static int number(Enum<?> constant) {
    return constant.ordinal();
  }

  private void write(EventData event) {
    out.fixed64(1, event.getEpochNanos());
    writeText(2, event.getName());
    writeAttributes(3, event.getAttributes(), event.getTotalAttributeCount());
  }

  private void write(LinkData link) {
    SpanContext context = link.getSpanContext();
    writeIds(context);
    writeAttributes(4, link.getAttributes(), link.getTotalAttributeCount());
    out.fixed32(6, flags(context, context));
  }

  private void writeIds(SpanContext context) {
    out.bytes(1, context.getTraceIdBytes());
    out.bytes(2, context.getSpanIdBytes());
    if (!context.getTraceState().isEmpty()) {
      out.string(3, W3CTraceContextEncoding.encodeTraceState(context.getTraceState()));
    }
  }

  private static int flags(SpanContext context, SpanContext remote) {
    return (context.getTraceFlags().asByte() & 0xFF)
        | HAS_IS_REMOTE
        | (remote.isRemote() ? IS_REMOTE : 0);
  }

  /** The number of those that were dropped has the field after theirs. */
  private void writeAttributes(int field, Attributes written, int total) {
    attributes.write(field, written);
    writeCount(field + 1, total - written.size());
  }

  private void writeCount(int field, int count) {
    if (count != 0) {
      out.varint(field, count);
    }
  }

  private void writeText(int field, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      out.string(field, text);
    }
  }

  @Override
  public void writeMessage(OutputStream output) throws IOException {
    out.writeTo(output);
  }

  @Override
  public int getContentLength() {
    return out.size();
  }
}
