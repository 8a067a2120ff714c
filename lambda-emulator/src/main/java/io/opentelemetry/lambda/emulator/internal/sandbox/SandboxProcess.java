package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A program in the sandbox, with the processes that it starts: a process group of their own. */
public final class SandboxProcess {

  private final Process process;
  private final ProcessOutput output;

  /** Lets a program begin that {@code enter.sh} holds back. */
  static SandboxProcess begin(Process process, Consumer<String> output) throws IOException {
    ProcessOutput reader = ProcessOutput.start(process, output);
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    } catch (IOException e) {
      // it has ended already, and its status will tell
    }
    return new SandboxProcess(process, reader);
  }

  private SandboxProcess(Process process, ProcessOutput output) {
    this.process = process;
    this.output = output;
  }

  /** Done with the exit status, above 128 for a signal, when the program has ended. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Has all lines passed on that the program has written so far. */
  public void readOutput() {
    output.read();
  }

  /** Asks the program to end. */
  public void terminate() {
    process.destroy();
  }

  /** Ends all of the group without notice, and waits until what it wrote has been read. */
  public void kill() {
    try {
      // the group's id is its leader's; it is an error, and all right, if it has ended
      new ProcessBuilder("kill", "-s", "KILL", "--", "-" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      process.waitFor();
      output.join();
    } catch (IOException e) {
      throw new EmulatorException("cannot signal the runtime: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
