package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Stops processes one by one, where there is nothing better. */
final class SignalFreezer implements Freezer {

  private final Supplier<Set<Long>> processes;

  static SignalFreezer of(Supplier<Set<Long>> processes) {
    return new SignalFreezer(processes);
  }

  private SignalFreezer(Supplier<Set<Long>> processes) {
    this.processes = processes;
  }

  @Override
  public void freeze() {
    if (!Polling.until(this::frozen)) {
      throw new EmulatorException("cannot freeze the environment: its processes go on running");
    }
  }

  private boolean frozen() {
    // over and over, as a process may start another before it stops
    Set<Long> running =
        processes.get().stream().filter(ProcessStatus::running).collect(Collectors.toSet());
    send("STOP", running);
    return running.isEmpty();
  }

  @Override
  public void thaw() {
    send("CONT", processes.get());
  }

  private static void send(String signal, Set<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", "-s", signal, "--"));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    try {
      // it is an error, and all right, if one of them has ended
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new EmulatorException("cannot signal the environment's processes: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String means() {
    return "SIGSTOP";
  }
}
