package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A program in the sandbox, with the processes that it starts: a process group of their own. */
public final class SandboxProcess {

  private final Process process;
  private final Thread reader;

  SandboxProcess(Process process, Consumer<String> output) {
    this.process = process;
    this.reader = new Thread(() -> read(output), "sandbox output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Consumer<String> output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        output.accept(line);
      }
    } catch (IOException e) {
      // the process has gone, and what it wrote last with it
    }
  }

  /** Done with the exit status, above 128 for a signal, when the program has ended. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Takes the CPU away from all of the group. */
  public void freeze() {
    signal("STOP");
  }

  /** Ends {@link #freeze}. */
  public void thaw() {
    signal("CONT");
  }

  /** The most memory that the group has had at once so far, as far as its processes still run. */
  public long highWaterBytes() {
    return ProcessMemory.highWaterBytes(process.pid());
  }

  /** Asks the program to end. */
  public void terminate() {
    // by its handle, as the process itself would close what the program still writes to
    process.toHandle().destroy();
  }

  /** Ends all of the group without notice, and waits until what it wrote has been read. */
  public void kill() {
    signal("KILL");
    try {
      process.waitFor();
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String name) {
    try {
      // the group's id is its leader's; it is an error, and all right, if it has ended
      new ProcessBuilder("kill", "-s", name, "--", "-" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new EmulatorException("cannot signal the runtime: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
