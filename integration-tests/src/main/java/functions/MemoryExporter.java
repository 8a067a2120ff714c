package functions;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps the names of spans, with a mark where they are the first of their trace. */
final class MemoryExporter implements SpanExporter {

  private final List<String> names = new ArrayList<>();

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    for (SpanData span : spans) {
      names.add(span.getName() + (span.getParentSpanContext().isValid() ? "" : " (root)"));
    }
    return CompletableResultCode.ofSuccess();
  }

  /** Those since the last call. */
  List<String> take() {
    List<String> taken = new ArrayList<>(names);
    names.clear();
    return taken;
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
