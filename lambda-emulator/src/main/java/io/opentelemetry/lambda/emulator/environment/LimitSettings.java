package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.internal.process.Limits;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which of Lambda's limits hold for the processes of an environment.
 *
 * @param memory that they use no more than the function's memory
 * @param cpu that they get CPU in proportion to the function's memory
 * @param vcpus the share of the CPU that they get instead, 1.0 for one vCPU
 * @param initAtFullSpeed that the limit of the CPU does not hold during an init
 * @param initTime that an init on demand takes no longer than Lambda gives it
 * @param runtimeShutdown how long a runtime that is shut down may take, or null for what Lambda
 *     gives it
 */
record LimitSettings(
    boolean memory,
    boolean cpu,
    OptionalDouble vcpus,
    boolean initAtFullSpeed,
    boolean initTime,
    @Nullable Duration runtimeShutdown) {

  private static final long BYTES_PER_MB = 1024L * 1024;

  /**
   * AWS's figure.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html">memory</a>
   */
  private static final double MB_PER_VCPU = 1769;

  Limits of(int memoryMb) {
    return new Limits(
        memory ? OptionalLong.of(memoryMb * BYTES_PER_MB) : OptionalLong.empty(),
        cpu ? OptionalDouble.of(vcpus.orElse(memoryMb / MB_PER_VCPU)) : OptionalDouble.empty());
  }
}
