package functions;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import java.util.Collection;
import java.util.Collections;

/** A propagator of the function's own, named {@code own}: {@code Own-Trace: TRACE/SPAN}. */
public final class OwnPropagator implements ConfigurablePropagatorProvider, TextMapPropagator {

  private static final String HEADER = "Own-Trace";

  @Override
  public TextMapPropagator getPropagator(ConfigProperties config) {
    return this;
  }

  @Override
  public String getName() {
    return "own";
  }

  @Override
  public Collection<String> fields() {
    return Collections.singletonList(HEADER);
  }

  @Override
  public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    setter.set(carrier, HEADER, span.getTraceId() + "/" + span.getSpanId());
  }

  @Override
  public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
    String header = getter.get(carrier, HEADER);
    if (header == null) {
      return context;
    }
    int slash = header.indexOf('/');
    return context.with(
        Span.wrap(
            SpanContext.createFromRemoteParent(
                header.substring(0, slash),
                header.substring(slash + 1),
                TraceFlags.getSampled(),
                TraceState.getDefault())));
  }
}
