package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a process, as the kernel says.
 *
 * @param state R for running, S for sleeping, T for stopped, Z for ended, and others
 * @param parent the id of the process that it was started by
 * @param group its process group
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>
 */
record ProcessStatus(long pid, char state, long parent, long group, long session) {

  private static final Path PROC = Path.of("/proc");

  /** The machine's processes that have not ended. */
  static List<ProcessStatus> all() {
    return readAll(PROC).stream().filter(process -> !process.ended()).toList();
  }

  /** Tells whether one of a process's threads gets CPU, or will when what it waits for happens. */
  static boolean running(long pid) {
    return readAll(PROC.resolve(pid + "/task")).stream().anyMatch(ProcessStatus::running);
  }

  private boolean running() {
    // D, too, gets no CPU: a vfork waits so for a child that may be stopped already
    return state == 'R' || state == 'S';
  }

  private boolean ended() {
    return state == 'Z' || state == 'X';
  }

  private static List<ProcessStatus> readAll(Path folder) {
    List<ProcessStatus> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path entry : entries) {
        read(entry.resolve("stat")).ifPresent(all::add);
      }
    } catch (IOException e) {
      // the process has ended
    }
    return all;
  }

  private static Optional<ProcessStatus> read(Path stat) {
    try {
      String line = Files.readString(stat);
      // the name, in brackets, may have brackets and spaces itself
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", 5);
      return Optional.of(
          new ProcessStatus(
              Long.parseLong(line.substring(0, line.indexOf(' '))),
              fields[0].charAt(0),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
