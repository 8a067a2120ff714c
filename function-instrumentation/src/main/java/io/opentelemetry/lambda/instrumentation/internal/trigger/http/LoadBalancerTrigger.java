package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import org.jspecify.annotations.Nullable;

/** An Application Load Balancer, with or without multi-value headers. */
public final class LoadBalancerTrigger extends HttpTrigger {

  public LoadBalancerTrigger(Event event) {
    super(event);
  }

  /** The load balancer hands parameters on as they were sent. */
  @Override
  @Nullable String query() {
    return QueryStrings.join(event);
  }
}
