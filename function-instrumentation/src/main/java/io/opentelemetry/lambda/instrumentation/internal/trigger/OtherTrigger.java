package io.opentelemetry.lambda.instrumentation.internal.trigger;

import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;

/** A direct invocation, or a source whose events tell nothing that a span has an attribute for. */
final class OtherTrigger implements Trigger {

  @Override
  public String type() {
    return "other";
  }
}
