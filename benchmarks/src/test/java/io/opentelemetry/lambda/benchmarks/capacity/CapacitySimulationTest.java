package io.opentelemetry.lambda.benchmarks.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapacitySimulationTest {

  private static final int ENVIRONMENTS = 20;
  private static final double ALMOST = 1e-9;

  private final Load load = new Load(50, 150, 30);
  private final CapacitySimulation simulation = new CapacitySimulation(costs(60_000), load);

  private static Costs costs(double keepAliveMs) {
    return new Costs(100, 1, 50, 2, 400, 300, 4_000, 1_000, keepAliveMs);
  }

  @Test
  void bareFunction_exportsNothing() {
    CapacityResult bare = run(Flush.NONE, /* collector= */ false);
    assertThat(bare.exportsPerSecond()).isZero();
    assertThat(bare.openConnections()).isZero();
    assertThat(bare.billedMs()).isCloseTo(50, within(5.0));
    assertThat(bare.invocationsPerSecond()).isCloseTo(ENVIRONMENTS * 5, within(5.0));
  }

  @Test
  void beforeResponse_callerWaitsForTheBackend() {
    CapacityResult result = run(Flush.BEFORE_RESPONSE, /* collector= */ false);
    assertThat(result.exportsPerInvocation()).isEqualTo(1);
    assertThat(result.bytesPerInvocation()).isEqualTo(700);
    assertThat(result.waitedMs()).isCloseTo(100, within(ALMOST));
  }

  @Test
  void afterResponse_isBilledAsMuch_andNobodyWaits() {
    CapacityResult before = run(Flush.BEFORE_RESPONSE, /* collector= */ false);
    CapacityResult after = run(Flush.AFTER_RESPONSE, /* collector= */ false);
    assertThat(after.waitedMs()).isZero();
    assertThat(after.billedMs()).isEqualTo(before.billedMs());
  }

  @Test
  void adaptive_exportsAtMostOnceInAnInterval_exceptForTheFirst() {
    CapacityResult result = run(Flush.ADAPTIVE, /* collector= */ false);
    assertThat(result.exportsPerInvocation()).isBetween(0.1, 0.7);
    // what is held leaves with a later request
    assertThat(result.bytesPerInvocation())
        .isCloseTo(300 + 400 * result.exportsPerInvocation(), within(5.0));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void collector_exportsEachSignalOfEachInvocation_andTheCallerWaitsForItselfAtMost(Flush flush) {
    CapacityResult result = run(flush, /* collector= */ true);
    assertThat(result.exportsPerInvocation()).isEqualTo(2);
    assertThat(result.waitedMs()).isLessThanOrEqualTo(1 + ALMOST);
    assertThat(result.billedMs()).isGreaterThan(50 + 50 + 100);
  }

  @Test
  void connections_areOneOfEachEnvironment_asLongAsTheBackendKeepsThem() {
    CapacityResult kept = run(Flush.AFTER_RESPONSE, /* collector= */ false);
    assertThat(kept.newConnectionsPerSecond() * load.seconds()).isEqualTo(ENVIRONMENTS);
    assertThat(kept.openConnections()).isBetween(ENVIRONMENTS * 0.9, (double) ENVIRONMENTS);
    CapacityResult closed =
        new CapacitySimulation(costs(0), load)
            .run(new Variant(Flush.AFTER_RESPONSE, /* collector= */ false), ENVIRONMENTS);
    assertThat(closed.newConnectionsPerSecond()).isEqualTo(closed.exportsPerSecond());
  }

  @Test
  void moreEnvironments_doAsMuchMore() {
    Variant variant = new Variant(Flush.ADAPTIVE, /* collector= */ false);
    CapacityResult few = simulation.run(variant, 100);
    CapacityResult many = simulation.run(variant, 1_000);
    assertThat(many.exportsPerSecond() / few.exportsPerSecond()).isBetween(9.0, 11.0);
    assertThat(many.peakExports()).isGreaterThan(many.exportsPerSecond());
  }

  @Test
  void sameNumbers_giveTheSameResult() {
    assertThat(simulation.run(3)).isEqualTo(simulation.run(3));
  }

  @Test
  void price_isThatOfTimeAndRequests() {
    Price price = new Price(0.0000166667, 0.20, 1_024);
    assertThat(price.ofMillion(100)).isCloseTo(0.20 + 100_000 * 0.0000166667, within(ALMOST));
    assertThat(new Price(0.0000166667, 0.20, 512).ofMillion(100)).isLessThan(1.1);
  }

  @Test
  void table_hasARowForEachVariant_andWhatItAdds() {
    Price price = new Price(0.0000166667, 0.20, 1_024);
    assertThat(CapacityTable.lines(simulation.run(1), price))
        .hasSize(1 + 7)
        .element(1)
        .asString()
        .startsWith("none")
        .endsWith(" 0.00");
  }

  private CapacityResult run(Flush flush, boolean collector) {
    return simulation.run(new Variant(flush, collector), ENVIRONMENTS);
  }
}
