package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The memory of a group, page cache included. */
final class CgroupMemory {

  private final Cgroup group;
  private final Files files;

  static CgroupMemory of(Cgroup group) {
    return new CgroupMemory(group, group.version() == CgroupVersion.V2 ? Files.V2 : Files.V1);
  }

  private CgroupMemory(Cgroup group, Files files) {
    this.group = group;
    this.files = files;
  }

  /**
   * Limits the memory, without swap as an alternative to it.
   *
   * @throws IOException if the kernel refuses it
   */
  void limit(long bytes) throws IOException {
    group.write(files.limit, Long.toString(bytes));
    try {
      // cgroup v1 counts memory and swap together
      group.write(files.swap, group.version() == CgroupVersion.V2 ? "0" : Long.toString(bytes));
    } catch (NoSuchFileException e) {
      // a kernel that does not count swap
    }
  }

  /** The most that the group has had at once; empty where the kernel does not keep it. */
  Optional<Long> highWaterBytes() {
    try {
      return Optional.of(Long.valueOf(group.read(files.peak).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** How often the kernel has killed a process of the group as there was no memory left. */
  long outOfMemoryKills() {
    try {
      return group.value(files.events, "oom_kill").orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private enum Files {
    V1(
        "memory.limit_in_bytes",
        "memory.memsw.limit_in_bytes",
        "memory.max_usage_in_bytes",
        "memory.oom_control"),
    // memory.peak is there since Linux 5.19
    V2("memory.max", "memory.swap.max", "memory.peak", "memory.events");

    private final String limit;
    private final String swap;
    private final String peak;
    private final String events;

    Files(String limit, String swap, String peak, String events) {
      this.limit = limit;
      this.swap = swap;
      this.peak = peak;
      this.events = events;
    }
  }
}
