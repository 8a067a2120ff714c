package io.opentelemetry.lambda.emulator.environment;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The environments that are open, so that none outlives this JVM, however it is told to end. */
final class OpenEnvironments {

  private static final Set<LambdaEnvironment> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(OpenEnvironments::abandonAll, "open environments"));
  }

  static void add(LambdaEnvironment environment) {
    OPEN.add(environment);
  }

  static void remove(LambdaEnvironment environment) {
    OPEN.remove(environment);
  }

  private static void abandonAll() {
    OPEN.parallelStream().forEach(LambdaEnvironment::abandon);
  }

  private OpenEnvironments() {}
}
