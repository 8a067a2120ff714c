package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.process.ProcessControl;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Cleans up if this JVM is killed and cannot do so itself: a process that waits for the end of its
 * input, which the kernel sees to.
 */
final class Guard implements AutoCloseable {

  private final Process process;

  /**
   * Starts it.
   *
   * @param folder is removed
   */
  static Guard start(Path folder) {
    try {
      return new Guard(
          // in a session of its own, as who ends the emulator may mean all of its group
          new ProcessBuilder(
                  "setsid", "sh", "-c", Script.read("guard.sh"), "guard", folder.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new EmulatorException("cannot start a shell: " + e.getMessage(), e);
    }
  }

  private Guard(Process process) {
    this.process = process;
  }

  /** Watches a control: what it holds now is all that is ended and removed. */
  void watch(ProcessControl control) {
    StringBuilder lines = new StringBuilder("clear\n");
    control
        .entries()
        .forEach(entry -> lines.append("group ").append(entry.getParent()).append('\n'));
    control.leaders().forEach(leader -> lines.append("leader ").append(leader).append('\n'));
    tell(lines.toString());
  }

  /** There is nothing left to clean up. */
  @Override
  public void close() {
    tell("done\n");
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void tell(String lines) {
    try {
      OutputStream input = process.getOutputStream();
      input.write(lines.getBytes(UTF_8));
      input.flush();
    } catch (IOException e) {
      // someone has ended it: nobody cleans up, which is needed only if this is killed, too
    }
  }
}
