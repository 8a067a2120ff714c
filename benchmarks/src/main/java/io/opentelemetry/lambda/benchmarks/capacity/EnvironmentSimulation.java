package io.opentelemetry.lambda.benchmarks.capacity;

/** One environment's life: it handles an event, exports as its {@link Variant} says, rests. */
final class EnvironmentSimulation {

  private final Variant variant;
  private final Costs costs;
  private final Load load;
  private final Tally tally;
  private final AdaptiveHold hold;
  private double now;
  private int unreported;
  private long handedOver;
  private double idleSince;
  private double connectedUntil = Double.NEGATIVE_INFINITY;

  EnvironmentSimulation(Variant variant, Costs costs, Load load, Tally tally) {
    this.variant = variant;
    this.costs = costs;
    this.load = load;
    this.tally = tally;
    this.hold = new AdaptiveHold(costs.intervalMs());
  }

  void run(int environment) {
    Load.Times times = load.times(environment);
    double end = load.seconds() * 1000.0;
    double rest = times.firstRest();
    for (now = rest; now < end; now += rest) {
      hold.rested(rest);
      invoke(times.handler());
      rest = times.rest();
    }
  }

  private void invoke(double handlerMs) {
    double begin = now;
    now += handlerMs;
    unreported++;
    double waited = 0;
    if (flushes()) {
      waited = variant.flush() == Flush.BEFORE_RESPONSE ? flushMs() : 0;
      flush();
      hold.exported(now);
    }
    if (variant.collector()) {
      // it reports what Lambda tells of each invocation, whatever the function has sent
      now += costs.collectorHoldMs();
      send(costs.collectorRequests(), handedOver + costs.collectorBytes());
      handedOver = 0;
    }
    tally.invocation(waited, (long) Math.ceil(now - begin));
  }

  private boolean flushes() {
    return switch (variant.flush()) {
      case NONE -> false;
      case BEFORE_RESPONSE, AFTER_RESPONSE -> true;
      case ADAPTIVE -> !hold.mayHold(now);
    };
  }

  private double flushMs() {
    return variant.collector() ? costs.collectorMs() : costs.backendMs();
  }

  private void flush() {
    long bytes = costs.requestBytes() + (long) unreported * costs.invocationBytes();
    unreported = 0;
    if (variant.collector()) {
      handedOver = bytes;
      now += costs.collectorMs();
    } else {
      send(1, bytes);
    }
  }

  /** Sends requests side by side, and waits for the backend. */
  private void send(int requests, long bytes) {
    if (now > connectedUntil) {
      tally.connection();
    } else {
      tally.connected(now - idleSince);
    }
    tally.requests(now, requests, bytes);
    tally.connected(costs.backendMs());
    now += costs.backendMs();
    idleSince = now;
    connectedUntil = now + costs.keepAliveMs();
  }
}
