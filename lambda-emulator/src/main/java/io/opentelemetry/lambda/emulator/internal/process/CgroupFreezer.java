package io.opentelemetry.lambda.emulator.internal.process;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;

/** Freezes all processes of a group, whatever they do. */
final class CgroupFreezer implements Freezer {

  private final Cgroup group;

  static CgroupFreezer of(Cgroup group) {
    return new CgroupFreezer(group);
  }

  private CgroupFreezer(Cgroup group) {
    this.group = group;
  }

  @Override
  public void freeze() {
    if (!Polling.until(this::frozen)) {
      throw new EmulatorException(
          "cannot freeze the environment: processes of " + group.path() + " go on running");
    }
  }

  private boolean frozen() {
    try {
      // over and over, as cgroup v1 can miss a process that is just being made
      write("1", "FROZEN");
      return group.version() == CgroupVersion.V2
          ? group.value("cgroup.events", "frozen").orElse(0) == 1
          : group.read("freezer.state").strip().equals("FROZEN");
    } catch (IOException e) {
      throw new EmulatorException("cannot freeze the environment: " + e, e);
    }
  }

  @Override
  public void thaw() {
    try {
      write("0", "THAWED");
    } catch (IOException e) {
      throw new EmulatorException("cannot thaw the environment: " + e, e);
    }
  }

  private void write(String v2, String v1) throws IOException {
    if (group.version() == CgroupVersion.V2) {
      group.write("cgroup.freeze", v2);
    } else {
      group.write("freezer.state", v1);
    }
  }

  @Override
  public String means() {
    return group.version().toString();
  }
}
