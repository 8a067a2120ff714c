package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.QueuedEvent;
import org.jspecify.annotations.Nullable;

/** An API Gateway WebSocket API: a client connects, disconnects or sends a message. */
public final class ApiGatewayWebSocketTrigger extends HttpTrigger {

  public ApiGatewayWebSocketTrigger(Event event) {
    super(event);
  }

  /** {@code $connect}, {@code $disconnect}, {@code $default}, or what selects a message's route. */
  @Override
  @Nullable String route() {
    return event.value("requestContext", "routeKey");
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
