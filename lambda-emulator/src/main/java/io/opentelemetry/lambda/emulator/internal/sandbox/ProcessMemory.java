package io.opentelemetry.lambda.emulator.internal.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from {@code /proc} how much memory processes have had. */
final class ProcessMemory {

  private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** The peak resident size of a process and those it has started, added up; 0 for ended ones. */
  static long highWaterBytes(long pid) {
    long children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(process -> ownBytes(process.pid()))
            .sum();
    return ownBytes(pid) + children;
  }

  private static long ownBytes(long pid) {
    try {
      Matcher matcher = HIGH_WATER.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private ProcessMemory() {}
}
