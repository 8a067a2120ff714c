package io.opentelemetry.lambda.emulator.internal.process;

import static io.opentelemetry.lambda.emulator.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A process that takes all the CPU time that it gets. */
public record BusyProcess(long pid) {

  public static final String SCRIPT = "while :; do :; done";

  /** Waits until another process, which is not frozen, has had CPU time. */
  public static void letTimePass() throws IOException {
    Process clock = new ProcessBuilder("sh", "-c", SCRIPT).start();
    try {
      new BusyProcess(clock.pid()).awaitMoreCpu();
    } finally {
      clock.destroyForcibly();
    }
  }

  public void awaitMoreCpu() {
    long before = cpuTicks();
    await().until(() -> cpuTicks() > before + 10);
  }

  /** The CPU time so far, in the kernel's ticks. */
  public long cpuTicks() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    } catch (IOException e) {
      throw new AssertionError("process " + pid + " has ended", e);
    }
  }

  public boolean ended() {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      // it ends while it is looked at
      return true;
    }
  }
}
