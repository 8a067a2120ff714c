package io.opentelemetry.lambda.emulator.internal.process;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs with what this machine has and this user may use; CI's has less than a root's. */
class ProcessControlTest {

  private static final Limits NONE = new Limits(OptionalLong.empty(), OptionalDouble.empty());
  private static final long MB = 1024 * 1024;

  @TempDir Path folder;
  private ProcessControl control = ProcessControl.create(NONE, List.of());

  static Stream<Machine> machines() {
    List<CgroupHierarchy> all = CgroupHierarchy.ofThisProcess();
    return Stream.of(
        new Machine("all that is there", all),
        new Machine("cgroup v1", only(CgroupVersion.V1, all)),
        new Machine("cgroup v2", only(CgroupVersion.V2, all)),
        new Machine("neither", List.of()));
  }

  private static List<CgroupHierarchy> only(CgroupVersion version, List<CgroupHierarchy> all) {
    return all.stream().filter(hierarchy -> hierarchy.version() == version).toList();
  }

  @AfterEach
  void close() {
    control.close();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void freeze_noProcessGetsCpu_thaw_allDo(Machine machine) throws IOException {
    create(machine, NONE);
    List<BusyProcess> busy = startBusy("echo $$; sh -c 'echo $$; BUSY' & BUSY", 2);
    busy.forEach(BusyProcess::awaitMoreCpu);

    control.freeze();
    List<Long> before = busy.stream().map(BusyProcess::cpuTicks).toList();
    BusyProcess.letTimePass();
    assertThat(busy).extracting(BusyProcess::cpuTicks).isEqualTo(before);

    control.thaw();
    busy.forEach(BusyProcess::awaitMoreCpu);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void freeze_processesThatStartOthers_startNoMore(Machine machine) throws IOException {
    create(machine, NONE);
    Path started = Files.createFile(folder.resolve("started"));
    start("while :; do sh -c 'echo >>\"$0\"' '" + started + "'; done");
    await().until(() -> Files.size(started) > 10);

    control.freeze();
    long before = Files.size(started);
    BusyProcess.letTimePass();
    assertThat(started).hasSize(before);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void freeze_processThatLeftItsGroup_getsNoCpu_kill_ends(Machine machine) throws IOException {
    create(machine, NONE);
    BusyProcess left = startBusy("setsid sh -c 'echo $$; BUSY' & wait", 1).get(0);
    left.awaitMoreCpu();

    control.freeze();
    long before = left.cpuTicks();
    BusyProcess.letTimePass();
    assertThat(left.cpuTicks()).isEqualTo(before);

    control.kill();
    assertThat(left.ended()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void freeze_processThatLeftItsGroupAndItsParent_getsNoCpu_kill_ends(Machine machine)
      throws IOException {
    create(machine, NONE);
    assumeThat(control.entries()).isNotEmpty();
    BusyProcess left = startBusy("(setsid sh -c 'echo $$; BUSY' &)", 1).get(0);
    left.awaitMoreCpu();

    control.freeze();
    long before = left.cpuTicks();
    BusyProcess.letTimePass();
    assertThat(left.cpuTicks()).isEqualTo(before);

    control.kill();
    assertThat(left.ended()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void kill_frozenProcesses_end_andWhatIsStartedAfterItRuns(Machine machine) throws IOException {
    create(machine, NONE);
    List<BusyProcess> killed = startBusy("echo $$; sh -c 'echo $$; BUSY' & BUSY", 2);
    control.freeze();
    control.kill();
    assertThat(killed).allMatch(BusyProcess::ended);

    startBusy("echo $$; BUSY", 1).get(0).awaitMoreCpu();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void close_nothingIsLeft(Machine machine) throws IOException {
    create(machine, NONE);
    BusyProcess left = startBusy("echo $$; BUSY", 1).get(0);
    List<Path> groups = control.entries().stream().map(Path::getParent).toList();
    assertThat(groups).allMatch(Files::isDirectory);

    control.freeze();
    control.close();
    assertThat(left.ended()).isTrue();
    assertThat(groups).noneMatch(Files::exists);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void memoryHighWaterBytes_ofAllProcessesThatRun(Machine machine) throws IOException {
    create(machine, NONE);
    // the word is kept in memory
    startBusy("word=$(head -c 20000000 /dev/zero | tr '\\0' x); echo $$; BUSY", 1);
    assertThat(control.memoryHighWaterBytes()).isBetween(20 * MB, 400 * MB);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void memoryHighWaterBytes_inAGroup_withThePageCache(Machine machine)
      throws IOException, InterruptedException {
    create(machine, NONE);
    assumeThat(groupWith("memory.limit_in_bytes", "memory.max")).isNotEmpty();
    start("head -c 40000000 /dev/zero >'" + folder.resolve("file") + "'").waitFor();
    assertThat(control.memoryHighWaterBytes()).isGreaterThan(40_000_000);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void outOfMemory_processThatWantsMoreThanTheLimit(Machine machine)
      throws IOException, InterruptedException {
    create(machine, new Limits(OptionalLong.of(32 * MB), OptionalDouble.empty()));
    assumeThat(control.describe()).contains("memory limit 32 MB");
    assertThat(control.outOfMemory()).isFalse();
    // tail keeps the line until it ends; the shell would say on standard error that it is killed
    int status =
        start("exec 2>/dev/null; head -c 200000000 /dev/zero | tail -n 1 >/dev/null").waitFor();
    assertThat(status).isEqualTo(128 + 9);
    assertThat(control.outOfMemory()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void limitCpu_whileProcessesRun(Machine machine) throws IOException {
    create(machine, new Limits(OptionalLong.empty(), OptionalDouble.of(0.1)));
    assumeThat(control.describe()).contains("CPU limit 0.1");
    Cgroup group = groupWith("cpu.cfs_quota_us", "cpu.max").get(0);
    startBusy("echo $$; BUSY", 1);
    long throttled = throttled(group);
    await().until(() -> throttled(group) > throttled + 5);

    assertThat(control.limitCpu(OptionalDouble.empty())).isTrue();
    long atFullSpeed = throttled(group);
    BusyProcess.letTimePass();
    assertThat(throttled(group)).isLessThanOrEqualTo(atFullSpeed + 1);

    assertThat(control.limitCpu(OptionalDouble.of(0.2))).isTrue();
    await().until(() -> throttled(group) > atFullSpeed + 5);
  }

  private static long throttled(Cgroup group) throws IOException {
    return group.value("cpu.stat", "nr_throttled").orElseThrow();
  }

  @Test
  void describe_allThatIsApplied() {
    create(machines().findFirst().orElseThrow(), limits());
    assumeThat(control.describe()).doesNotContain("not applied");
    assertThat(control.describe())
        .matches("freeze by cgroup v[12]; CPU limit 0.58; memory limit 512 MB");
  }

  @Test
  void describe_noGroups_whatIsNotApplied() {
    create(new Machine("neither", List.of()), limits());
    assertThat(control.describe())
        .isEqualTo("freeze by SIGSTOP; not applied: CPU and memory limits (no cgroup controller)");
  }

  @Test
  void describe_kernelThatRefuses_whatAndWhy() {
    create(
        machines().findFirst().orElseThrow(),
        new Limits(OptionalLong.of(-2), OptionalDouble.empty()));
    assumeThat(groupWith("memory.limit_in_bytes", "memory.max")).isNotEmpty();
    assertThat(control.describe())
        .endsWith("not applied: memory limit (the kernel refuses 0 MB: Invalid argument)");
  }

  @Test
  void describe_limitsThatAreNotWanted_sayNothing() {
    create(new Machine("neither", List.of()), NONE);
    assertThat(control.describe()).isEqualTo("freeze by SIGSTOP");
    assertThat(control.limitCpu(OptionalDouble.empty())).isTrue();
    assertThat(control.limitCpu(OptionalDouble.of(0.5))).isFalse();
  }

  private static Limits limits() {
    return new Limits(OptionalLong.of(512 * MB), OptionalDouble.of(0.58));
  }

  private void create(Machine machine, Limits limits) {
    control = ProcessControl.create(limits, machine.hierarchies());
  }

  /** The groups of the control that have one of the files. */
  private List<Cgroup> groupWith(String v1File, String v2File) {
    List<Cgroup> groups = new ArrayList<>();
    for (Path entry : control.entries()) {
      if (Files.exists(entry.resolveSibling(v1File))) {
        groups.add(new CgroupFolder(CgroupVersion.V1, entry.getParent()));
      } else if (Files.exists(entry.resolveSibling(v2File))) {
        groups.add(new CgroupFolder(CgroupVersion.V2, entry.getParent()));
      }
    }
    return groups;
  }

  /** Starts a script that writes the ids of its busy processes, one a line. */
  private List<BusyProcess> startBusy(String script, int processes) throws IOException {
    Process process = start(script.replace("BUSY", BusyProcess.SCRIPT));
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    List<BusyProcess> busy = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      busy.add(new BusyProcess(Long.parseLong(output.readLine())));
    }
    return busy;
  }

  private Process start(String script) throws IOException {
    String enter = "for entry; do echo $$ >\"$entry\"; done; exec sh -c \"$0\"";
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", enter, script));
    control.entries().forEach(entry -> command.add(entry.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    control.add(process.pid());
    return process;
  }

  private record Machine(String name, List<CgroupHierarchy> hierarchies) {

    @Override
    public String toString() {
      return name;
    }
  }
}
