package io.opentelemetry.lambda.tools.doctor;

import java.util.function.Consumer;

/** Checks whether the function has the memory, the time and the room that the layers need. */
final class LimitCheck implements Check {

  private static final long MB = 1024 * 1024;
  private static final int MAX_LAYERS = 5;
  private static final int MAX_UNZIPPED_MB = 250;
  // jars do not become much smaller in a zip, and larger than this only what is no code is refused
  private static final int LARGE_ZIPPED_MB = 200;
  private static final int AGENT_MEMORY_MB = 512;
  private static final int WRAPPER_MEMORY_MB = 256;
  // an init that takes more than 10 s is repeated within the first invocation, and within its
  // timeout
  private static final int AGENT_TIMEOUT_SECONDS = 15;
  private static final int WRAPPER_TIMEOUT_SECONDS = 5;

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    if (function.layers().size() > MAX_LAYERS) {
      findings.accept(
          new Finding(
              "there are " + function.layers().size() + " layers, and Lambda takes " + MAX_LAYERS,
              "remove some, or put them into one zip"));
    }
    long zipped =
        function.zippedBytes()
            + function.layers().stream().mapToLong(AttachedLayer::zippedBytes).sum();
    if (zipped > LARGE_ZIPPED_MB * MB) {
      findings.accept(
          new Finding(
              "function and layers have "
                  + zipped / MB
                  + " MB zipped, and may have "
                  + MAX_UNZIPPED_MB
                  + " MB unzipped",
              "make them smaller, or deploy a container image"));
    }
    if (function.has(LayerKind.JAVAAGENT)) {
      checkRoom(function, "the Java agent layer", AGENT_MEMORY_MB, AGENT_TIMEOUT_SECONDS, findings);
    } else if (function.has(LayerKind.WRAPPER)) {
      checkRoom(
          function, "the wrapper layer", WRAPPER_MEMORY_MB, WRAPPER_TIMEOUT_SECONDS, findings);
    }
  }

  private static void checkRoom(
      FunctionSettings function,
      String layer,
      int memoryMb,
      int timeoutSeconds,
      Consumer<Finding> findings) {
    if (function.memoryMb() < memoryMb) {
      findings.accept(
          new Finding(
              function.memoryMb()
                  + " MB of memory, and of the CPU that goes with it, are little"
                  + " for "
                  + layer,
              "give it " + memoryMb + " MB or more"));
    }
    if (function.timeoutSeconds() < timeoutSeconds) {
      findings.accept(
          new Finding(
              "a timeout of " + function.timeoutSeconds() + " s may end a cold start with " + layer,
              "give it " + timeoutSeconds + " s or more"));
    }
  }
}
