package io.opentelemetry.lambda.instrumentation.internal.trigger;

import org.jspecify.annotations.Nullable;

/** An API Gateway HTTP API (proxy event of format 2.0), or a function URL. */
final class ApiGatewayHttpTrigger extends HttpTrigger {

  @Override
  boolean sent(Event event) {
    return event.value("requestContext", "http", "method") != null;
  }

  @Override
  @Nullable String method(Event event) {
    return event.value("requestContext", "http", "method");
  }

  /** {@code GET /orders/{id}} without its method; {@code $default} is no route. */
  @Override
  @Nullable String route(Event event) {
    String routeKey = event.value("routeKey");
    int path = routeKey == null ? -1 : routeKey.indexOf(" /");
    return routeKey == null || path < 0 ? null : routeKey.substring(path + 1);
  }

  @Override
  @Nullable String path(Event event) {
    return event.value("rawPath");
  }
}
