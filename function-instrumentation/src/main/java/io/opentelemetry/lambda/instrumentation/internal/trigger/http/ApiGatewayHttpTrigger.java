package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import org.jspecify.annotations.Nullable;

/** An API Gateway HTTP API (proxy event of format 2.0). */
public class ApiGatewayHttpTrigger extends HttpTrigger {

  public ApiGatewayHttpTrigger(Event event) {
    super(event);
  }

  @Override
  final @Nullable String method() {
    return event.value("requestContext", "http", "method");
  }

  /** {@code GET /orders/{id}} without its method; {@code $default} is no route. */
  @Override
  final @Nullable String route() {
    String routeKey = event.value("routeKey");
    int path = routeKey == null ? -1 : routeKey.indexOf(" /");
    return routeKey == null || path < 0 ? null : routeKey.substring(path + 1);
  }

  @Override
  final @Nullable String path() {
    return event.value("rawPath");
  }

  @Override
  final @Nullable String query() {
    return event.value("rawQueryString");
  }

  @Override
  final @Nullable String peer() {
    return event.value("requestContext", "http", "sourceIp");
  }

  @Override
  final @Nullable String protocol() {
    return event.value("requestContext", "http", "protocol");
  }

  @Override
  final int defaultStatus() {
    return 200;
  }

  @Override
  public final @Nullable QueuedEvent queued() {
    return QueuedEvent.ofMillis(source(), event.value("requestContext", "timeEpoch"));
  }

  /** The service that held the request. */
  String source() {
    return "api gateway";
  }
}
