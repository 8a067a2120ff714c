package io.opentelemetry.lambda.emulator.internal.process;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The hold on all processes of one execution environment: by control groups as far as this machine
 * has them and this user may use them, otherwise by signals and without limits.
 *
 * <p>It has to know of each process in two ways: the process writes its id to the {@link #entries}
 * before it starts others, and who starts it {@linkplain #add adds} its id.
 *
 * <p>Not for use by more than one thread at a time.
 */
public final class ProcessControl implements AutoCloseable {

  private static final int BYTES_PER_MB = 1024 * 1024;

  private final CgroupSet groups;
  private final ProcessGroups processGroups = ProcessGroups.create();
  private final Freezer freezer;
  private final Optional<CgroupMemory> memory;
  private final ControlDescription description = ControlDescription.create();

  private long memoryLimitBytes = Long.MAX_VALUE;
  private long earlierOutOfMemoryKills;
  private boolean closed;

  /** Prepares it for processes to come; a limit that cannot be applied is {@link #describe}d. */
  public static ProcessControl create(Limits limits) {
    return create(limits, CgroupHierarchy.ofThisProcess());
  }

  public static ProcessControl create(Limits limits, List<CgroupHierarchy> hierarchies) {
    ProcessControl control = new ProcessControl(CgroupSet.create(hierarchies));
    control.apply(limits);
    return control;
  }

  private ProcessControl(CgroupSet groups) {
    this.groups = groups;
    this.freezer =
        groups
            .controlling(CgroupSet.FREEZER)
            .<Freezer>map(CgroupFreezer::of)
            .orElseGet(() -> SignalFreezer.of(this::processes));
    this.memory = groups.controlling(CgroupSet.MEMORY).map(CgroupMemory::of);
  }

  private void apply(Limits limits) {
    description.applied("freeze by " + freezer.means());
    if (limits.vcpus().isPresent()) {
      DecimalFormat twoDigits =
          new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
      apply(
          "CPU",
          twoDigits.format(limits.vcpus().getAsDouble()),
          CgroupSet.CPU,
          group -> {
            CpuQuota.set(group, limits.vcpus());
            CpuQuota.prefer(group);
          });
    }
    if (limits.memoryBytes().isPresent()) {
      long bytes = limits.memoryBytes().getAsLong();
      apply(
          "memory",
          bytes / BYTES_PER_MB + " MB",
          CgroupSet.MEMORY,
          group -> {
            CgroupMemory.of(group).limit(bytes);
            memoryLimitBytes = bytes;
          });
    }
  }

  private void apply(String limit, String value, String controller, Setting setting) {
    Optional<Cgroup> group = groups.controlling(controller);
    if (group.isEmpty()) {
      description.notApplied(limit, groups.absence(controller));
      return;
    }
    try {
      setting.apply(group.get());
      description.applied(limit + " limit " + value);
    } catch (IOException e) {
      description.notApplied(limit, "the kernel refuses " + value + ": " + e.getMessage());
    }
  }

  private interface Setting {
    void apply(Cgroup group) throws IOException;
  }

  /**
   * The files into which a process writes its own id before it starts others; none without control
   * groups.
   */
  public List<Path> entries() {
    return groups.entries();
  }

  /** Adds a process that leads a process group, or is about to, with all that it starts. */
  public void add(long leader) {
    processGroups.add(leader);
  }

  /** The ids of the process groups that are left of those that were added. */
  public Set<Long> leaders() {
    return processGroups.leaders();
  }

  /**
   * Stops the processes, and waits until none of them gets any more CPU.
   *
   * @throws EmulatorException if one goes on running
   */
  public void freeze() {
    freezer.freeze();
  }

  /** Ends {@link #freeze}. */
  public void thaw() {
    freezer.thaw();
  }

  /**
   * Changes the limit of the CPU time while processes run.
   *
   * @param vcpus 1.0 for one vCPU; empty for no limit
   * @return whether this holds now
   */
  public boolean limitCpu(OptionalDouble vcpus) {
    Optional<Cgroup> group = groups.controlling(CgroupSet.CPU);
    if (group.isEmpty()) {
      return vcpus.isEmpty();
    }
    try {
      CpuQuota.set(group.get(), vcpus);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The most memory that the processes have had at once so far, page cache included, and not above
   * their limit. What other processes have read from disk before, such as the JDK, the kernel does
   * not count for a control group; so the peaks of those that still run, added up, are the least.
   */
  public long memoryHighWaterBytes() {
    long peaks = running().stream().mapToLong(ProcessMemory::highWaterBytes).sum();
    long highWater = Math.max(peaks, memory.flatMap(CgroupMemory::highWaterBytes).orElse(0L));
    return Math.min(highWater, memoryLimitBytes);
  }

  /** The CPU time, user and system, that those of the processes have had that still run. */
  public Duration cpuTime() {
    return running().stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Set<Long> running() {
    // with groups, not by looking at all of the machine's processes, as the next event may wait
    return entries().isEmpty() ? processGroups.processes() : groups.processes();
  }

  /**
   * Tells whether the kernel has killed one of the processes as they had used up their memory,
   * since the last {@link #kill}.
   */
  public boolean outOfMemory() {
    return outOfMemoryKills() > earlierOutOfMemoryKills;
  }

  private long outOfMemoryKills() {
    return memory.map(CgroupMemory::outOfMemoryKills).orElse(0L);
  }

  /**
   * Ends all processes without notice, frozen ones too, and waits until they have ended; what is
   * started after it runs.
   */
  public void kill() {
    groups.kill();
    Set<Long> killed = new HashSet<>();
    Polling.until(
        () -> {
          Set<Long> left = processes();
          left.stream()
              .flatMap(pid -> ProcessHandle.of(pid).stream())
              .forEach(ProcessHandle::destroyForcibly);
          killed.addAll(left);
          // cgroup v1 keeps what it has frozen from dying
          freezer.thaw();
          // one that has lost its parent already is not found any more, but may not have ended
          return left.isEmpty()
              && ProcessStatus.all().stream().noneMatch(status -> killed.contains(status.pid()));
        });
    earlierOutOfMemoryKills = outOfMemoryKills();
  }

  private Set<Long> processes() {
    Set<Long> processes = new HashSet<>(processGroups.processes());
    processes.addAll(groups.processes());
    return processes;
  }

  /**
   * Describes the freeze and the limits, and what is not applied, in one line, such as {@code
   * freeze by cgroup v2; CPU limit 0.58; memory limit 512 MB} or {@code freeze by SIGSTOP; not
   * applied: CPU and memory limits (cgroups cannot be written)}.
   */
  public String describe() {
    return description.text();
  }

  /**
   * Ends what is left of the processes and removes the control groups.
   *
   * @throws EmulatorException if a process does not end
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      kill();
      groups.remove();
    }
  }
}
