package io.opentelemetry.lambda.instrumentation.internal.trigger;

/** A function URL, whose requests and responses are those of an HTTP API without routes. */
final class FunctionUrlTrigger extends ApiGatewayHttpTrigger {

  FunctionUrlTrigger(Event event) {
    super(event);
  }

  @Override
  String source() {
    return "function url";
  }
}
