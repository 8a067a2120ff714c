package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;

/** The size of a function and its layers, which Lambda limits. */
final class UnpackedSize {

  /**
   * AWS's figure.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a>
   */
  private static final long MAX_BYTES = 262_144_000;

  private long bytes;

  /**
   * Adds a file.
   *
   * @throws EmulatorException if that is more than Lambda takes
   */
  void add(long fileBytes) {
    bytes += fileBytes;
    if (bytes > MAX_BYTES) {
      throw new EmulatorException(
          "the function and its layers are more than 250 MB unzipped, which Lambda refuses: leave"
              + " out what they do not need");
    }
  }
}
