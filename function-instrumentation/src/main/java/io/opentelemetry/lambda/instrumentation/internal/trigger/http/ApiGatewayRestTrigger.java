package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import org.jspecify.annotations.Nullable;

/** An API Gateway REST API (proxy event of format 1.0), or an HTTP API that sends this format. */
public final class ApiGatewayRestTrigger extends HttpTrigger {

  public ApiGatewayRestTrigger(Event event) {
    super(event);
  }

  @Override
  @Nullable String route() {
    return event.value("resource");
  }

  @Override
  @Nullable String query() {
    return QueryStrings.encode(event);
  }

  @Override
  public @Nullable QueuedEvent queued() {
    return QueuedEvent.ofMillis("api gateway", event.value("requestContext", "requestTimeEpoch"));
  }
}
