package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import org.jspecify.annotations.Nullable;

/** A Step Functions state whose payload is the state machine's context object. */
final class StepFunctionsTrigger implements Trigger {

  private static final AttributeKey<String> STATE_MACHINE =
      stringKey("aws.step_functions.state_machine.arn");

  private final @Nullable String stateMachine;

  StepFunctionsTrigger(Event event) {
    this.stateMachine = event.value("StateMachine", "Id");
  }

  @Override
  public String type() {
    return "other";
  }

  @Override
  public void setAttributes(SpanBuilder span) {
    if (stateMachine != null) {
      span.setAttribute(STATE_MACHINE, stateMachine);
    }
  }
}
