package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Event;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the context that an invocation continues: what the propagators read from its event. */
final class ParentContext {

  static Context of(Event event, TextMapPropagator propagator) {
    // root: whatever an earlier invocation left current on this thread is not this one's parent
    return propagator.extract(Context.root(), event.headers(), HeaderGetter.INSTANCE);
  }

  /** Headers go by their names in lower case, whatever case a propagator asks for. */
  private enum HeaderGetter implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // Jaeger's propagator finds its baggage by it
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String key) {
      return headers == null ? null : headers.get(key.toLowerCase(Locale.ROOT));
    }
  }

  private ParentContext() {}
}
