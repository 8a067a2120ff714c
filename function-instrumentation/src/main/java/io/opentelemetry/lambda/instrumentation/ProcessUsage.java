package io.opentelemetry.lambda.instrumentation;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * CPU time and memory that this process has used, as the kernel says: the JDK's management classes
 * would cost a cold start. Null stands for what cannot be read.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">/proc/PID/stat</a>
 */
final class ProcessUsage {

  /** The kernel's unit of times that it tells programs, on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int MAX_LENGTH = 4096;

  // from the process's state on, which follows its name
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int START_TIME = 19;

  static @Nullable Double cpuSeconds() {
    try {
      String[] stat = stat();
      return (Long.parseLong(stat[USER_TIME]) + Long.parseLong(stat[SYSTEM_TIME]))
          / TICKS_PER_SECOND;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  static @Nullable Double secondsSinceStart() {
    try {
      String uptime = read("/proc/uptime");
      double now = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      return Math.max(0, now - Long.parseLong(stat()[START_TIME]) / TICKS_PER_SECOND);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** The most memory that the process has had at once. */
  static @Nullable Long peakMemoryBytes() {
    try {
      String status = read("/proc/self/status");
      int start = status.indexOf("VmHWM:") + "VmHWM:".length();
      int end = status.indexOf("kB", start);
      return Long.parseLong(status.substring(start, end).trim()) * 1024;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static String[] stat() throws IOException {
    String stat = read("/proc/self/stat");
    // the name is the program's, and may hold anything
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static String read(String file) throws IOException {
    byte[] bytes = new byte[MAX_LENGTH];
    try (InputStream in = new FileInputStream(file)) {
      int length = in.read(bytes);
      return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }
  }

  private ProcessUsage() {}
}
