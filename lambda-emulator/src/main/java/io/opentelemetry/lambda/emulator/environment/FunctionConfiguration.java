package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.internal.runtime.RuntimeSettings;
import io.opentelemetry.lambda.emulator.internal.runtime.StartSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function, as its configuration in Lambda describes it.
 *
 * @param code a zip or jar, or a folder that holds what the zip would
 * @param layers zips, or folders that hold what the zips would, in the order in which they are laid
 *     over each other
 * @param environment the function's own variables
 * @param concurrency how many events an environment takes at once; more than one on managed
 *     instances only
 * @param tracing whether X-Ray samples invocations that come without a trace
 * @param runtime the managed runtime, or null if the function brings its own {@code bootstrap}
 * @param tmp what is {@code /tmp}, or null for a folder that goes with the environment
 * @param limits which limits hold
 * @param network what is seen of the machine's network
 */
record FunctionConfiguration(
    String name,
    Path code,
    String handler,
    List<Path> layers,
    Map<String, String> environment,
    int memoryMb,
    Duration timeout,
    StartType startType,
    int concurrency,
    boolean tracing,
    @Nullable RuntimeSettings runtime,
    @Nullable Path tmp,
    LimitSettings limits,
    NetworkSettings network) {

  static final String ACCOUNT = "123456789012";
  static final String REGION = "us-east-1";
  static final String VERSION = "$LATEST";

  /** The settings that the command line of the runtime depends on. */
  StartSettings startSettings() {
    boolean initializedAhead =
        startType == StartType.SNAP_START || startType == StartType.PROVISIONED_CONCURRENCY;
    boolean managedInstances = startType == StartType.MANAGED_INSTANCES;
    return new StartSettings(memoryMb, handler, initializedAhead, managedInstances, environment);
  }

  String arn() {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  /** The ARN as it is invoked, by an alias or version perhaps. */
  String arn(@Nullable String qualifier) {
    return qualifier == null ? arn() : arn() + ":" + qualifier;
  }
}
