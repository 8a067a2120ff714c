package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;

/** A function URL, whose requests and responses are those of an HTTP API without routes. */
public final class FunctionUrlTrigger extends ApiGatewayHttpTrigger {

  public FunctionUrlTrigger(Event event) {
    super(event);
  }

  @Override
  String source() {
    return "function url";
  }
}
