package io.opentelemetry.lambda.benchmarks.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The next best where the kernel lets nobody limit a share of the CPU. */
final class OneCore {

  private static final int LINUX_HAS_NO_SUCH_PROGRAM = 127;

  /**
   * Keeps what this thread starts from now on, and the thread itself, on one CPU.
   *
   * @return whether that was possible
   */
  static boolean pin() {
    try {
      // by the thread, not the process: the emulator's other threads are not what is measured
      Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
      return run("taskset", "--cpu-list", "--pid", "0", String.valueOf(thread)) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return LINUX_HAS_NO_SUCH_PROGRAM;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted", e);
    }
  }

  private OneCore() {}
}
