package io.opentelemetry.lambda.instrumentation.internal.trigger;

/** The triggers that are told apart. */
public final class Triggers {

  /** In the order in which they are tried: the first that an event fits is the one that sent it. */
  private static final Trigger[] ALL = {
    new ApiGatewayRestTrigger(), new ApiGatewayHttpTrigger(), new OtherTrigger(),
  };

  /** The trigger that an event comes from. */
  public static Trigger of(Event event) {
    for (Trigger trigger : ALL) {
      if (trigger.sent(event)) {
        return trigger;
      }
    }
    throw new IllegalStateException("the last one takes every event");
  }

  private Triggers() {}
}
