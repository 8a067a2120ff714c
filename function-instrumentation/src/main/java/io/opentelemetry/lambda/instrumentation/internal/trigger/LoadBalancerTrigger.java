package io.opentelemetry.lambda.instrumentation.internal.trigger;

import org.jspecify.annotations.Nullable;

/** An Application Load Balancer, with or without multi-value headers. */
final class LoadBalancerTrigger extends HttpTrigger {

  LoadBalancerTrigger(Event event) {
    super(event);
  }

  /** The load balancer hands parameters on as they were sent. */
  @Override
  @Nullable String query() {
    return QueryStrings.join(event);
  }
}
