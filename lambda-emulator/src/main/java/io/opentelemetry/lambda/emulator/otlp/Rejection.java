package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Takes the first items out of a request, which are spans, data points or log records. */
final class Rejection {

  private static final Set<Descriptor> ITEMS =
      Set.of(
          Span.getDescriptor(),
          NumberDataPoint.getDescriptor(),
          HistogramDataPoint.getDescriptor(),
          ExponentialHistogramDataPoint.getDescriptor(),
          SummaryDataPoint.getDescriptor(),
          LogRecord.getDescriptor());

  private final Message rest;
  private final int rejected;
  private int left;

  /** Takes out that many items, or as many as there are. */
  static Rejection of(Message request, int items) {
    return new Rejection(request, items);
  }

  private Rejection(Message request, int items) {
    this.left = items;
    this.rest = restOf(request);
    this.rejected = items - left;
  }

  /** The request without those items, and without what has held nothing else. */
  Message rest() {
    return rest;
  }

  int rejected() {
    return rejected;
  }

  private Message restOf(Message message) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (count(value) == 0) {
                return;
              }
              builder.clearField(field);
              if (field.isRepeated()) {
                ((List<?>) value)
                    .forEach(
                        child -> restOfChild(child, kept -> builder.addRepeatedField(field, kept)));
              } else {
                restOfChild(value, kept -> builder.setField(field, kept));
              }
            });
    return builder.build();
  }

  private void restOfChild(Object child, Consumer<Object> kept) {
    int items = count(child);
    if (items == 0 || left == 0) {
      kept.accept(child);
    } else if (items <= left) {
      left -= items;
    } else {
      kept.accept(restOf((Message) child));
    }
  }

  private static int count(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().mapToInt(Rejection::count).sum();
    }
    if (!(value instanceof Message message)) {
      return 0;
    }
    return ITEMS.contains(message.getDescriptorForType())
        ? 1
        : message.getAllFields().values().stream().mapToInt(Rejection::count).sum();
  }
}
