package io.opentelemetry.lambda.benchmarks.capacity;

import java.util.List;

/**
 * Simulates environments, which know nothing of each other: the backend answers all of them in the
 * same time.
 */
public final class CapacitySimulation {

  private final Costs costs;
  private final Load load;

  public CapacitySimulation(Costs costs, Load load) {
    this.costs = costs;
    this.load = load;
  }

  /** Each variant with so many environments, the bare function first. */
  public List<CapacityResult> run(int environments) {
    return Variant.all().stream().map(variant -> run(variant, environments)).toList();
  }

  CapacityResult run(Variant variant, int environments) {
    Tally tally = new Tally(load.seconds());
    for (int environment = 0; environment < environments; environment++) {
      new EnvironmentSimulation(variant, costs, load, tally).run(environment);
    }
    return tally.result(variant, environments);
  }
}
