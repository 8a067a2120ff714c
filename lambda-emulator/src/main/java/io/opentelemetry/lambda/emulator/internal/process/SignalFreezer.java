package io.opentelemetry.lambda.emulator.internal.process;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
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
    Set<Long> stopped = new HashSet<>();
    if (!Polling.until(() -> frozen(stopped))) {
      throw new EmulatorException("cannot freeze the environment: its processes go on running");
    }
  }

  /**
   * Stops those that are not in a set yet, or go on running, and adds them: over and over, as a
   * process may start another, which has not been found, before it stops.
   */
  private boolean frozen(Set<Long> stopped) {
    Set<Long> others =
        processes.get().stream()
            .filter(pid -> !stopped.contains(pid) || ProcessStatus.running(pid))
            .collect(Collectors.toSet());
    send("STOP", others);
    stopped.addAll(others);
    return others.isEmpty();
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
