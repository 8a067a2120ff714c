package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from {@code /proc} how much memory a process has had. */
final class ProcessMemory {

  private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** The peak resident size of a process; 0 for one that has ended. */
  static long highWaterBytes(long pid) {
    try {
      Matcher matcher = HIGH_WATER.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private ProcessMemory() {}
}
