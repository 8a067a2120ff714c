package io.opentelemetry.lambda.instrumentation.internal.trigger;

import org.jspecify.annotations.Nullable;

/** An API Gateway REST API (proxy event of format 1.0), or an HTTP API that sends this format. */
final class ApiGatewayRestTrigger extends HttpTrigger {

  @Override
  boolean sent(Event event) {
    return event.value("httpMethod") != null && event.value("requestContext", "stage") != null;
  }

  @Override
  @Nullable String method(Event event) {
    return event.value("httpMethod");
  }

  @Override
  @Nullable String route(Event event) {
    return event.value("resource");
  }

  @Override
  @Nullable String path(Event event) {
    return event.value("path");
  }
}
