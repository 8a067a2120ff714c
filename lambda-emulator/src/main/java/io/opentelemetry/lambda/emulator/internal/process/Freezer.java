package io.opentelemetry.lambda.emulator.internal.process;

import io.opentelemetry.lambda.emulator.EmulatorException;

/** Takes the CPU away from processes and gives it back. */
interface Freezer {

  /**
   * Stops the processes, and waits until none of them gets any more CPU.
   *
   * @throws EmulatorException if they go on running
   */
  void freeze();

  void thaw();

  /** By what means, for people. */
  String means();
}
