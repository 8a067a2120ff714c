package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The classes that a JVM loads until its first invocation is over, in their order, by their names,
 * those that it generates included.
 */
record LoadedClasses(List<String> names) {

  // in a run of its own, since it costs time
  private static final String OPTION = "-Xlog:class+load:stdout:tags";
  private static final String PREFIX = "[class,load] ";
  private static final String SOURCE = " source: ";

  /**
   * Starts the function once.
   *
   * @param initialized gets the environment when its init is over
   */
  static LoadedClasses of(
      Environments environments,
      Configuration configuration,
      Consumer<LambdaEnvironment> initialized) {
    Configuration logging = configuration.withJvmOption(OPTION);
    try (LambdaEnvironment lambda = environments.builder(logging).build()) {
      environments.init(logging, lambda);
      initialized.accept(lambda);
      environments.invoke(logging, lambda);
      return parse(lambda.output().stream());
    }
  }

  static LoadedClasses parse(Stream<String> log) {
    return new LoadedClasses(
        log.filter(line -> line.startsWith(PREFIX) && line.contains(SOURCE))
            .map(line -> line.substring(PREFIX.length(), line.indexOf(SOURCE)))
            .toList());
  }

  int count() {
    return names.size();
  }

  /** How many there are of each package. */
  Map<String, Integer> byPackage() {
    Map<String, Integer> counts = new TreeMap<>();
    names.forEach(name -> counts.merge(Packages.group(name), 1, Integer::sum));
    return counts;
  }
}
