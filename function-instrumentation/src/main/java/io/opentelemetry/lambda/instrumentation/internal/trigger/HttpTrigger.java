package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import org.jspecify.annotations.Nullable;

/** What the triggers that pass an HTTP request on have in common. */
abstract class HttpTrigger extends Trigger {

  private static final AttributeKey<String> METHOD = stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = stringKey("http.route");
  private static final AttributeKey<String> PATH = stringKey("url.path");
  private static final AttributeKey<String> SCHEME = stringKey("url.scheme");
  private static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");

  @Override
  public final String type() {
    return "http";
  }

  @Override
  public final @Nullable String spanName(Event event) {
    String method = method(event);
    String route = route(event);
    return method == null || route == null ? null : method + " " + route;
  }

  @Override
  public final void setAttributes(SpanBuilder span, Event event) {
    set(span, METHOD, method(event));
    set(span, ROUTE, route(event));
    set(span, PATH, path(event));
    set(span, SCHEME, event.headers().get("x-forwarded-proto"));
    set(span, USER_AGENT, event.headers().get("user-agent"));
  }

  private static void set(
      SpanBuilder span, AttributeKey<String> attribute, @Nullable String value) {
    if (value != null) {
      span.setAttribute(attribute, value);
    }
  }

  abstract @Nullable String method(Event event);

  /** The route as the API defines it, such as {@code /orders/{id}}; null where none is defined. */
  abstract @Nullable String route(Event event);

  abstract @Nullable String path(Event event);
}
