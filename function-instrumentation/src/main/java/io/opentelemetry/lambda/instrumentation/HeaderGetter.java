package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers go by their names in lower case, whatever case a propagator asks for. */
enum HeaderGetter implements TextMapGetter<Map<String, String>> {
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
