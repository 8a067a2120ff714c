package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.util.OptionalDouble;

/** The CPU time that a group gets in each period, over all CPUs. */
final class CpuQuota {

  // Lambda's own
  private static final long PERIOD_MICROS = 20_000;
  // the kernel's bounds
  private static final long LEAST_QUOTA_MICROS = 1_000;
  private static final long LONGEST_PERIOD_MICROS = 1_000_000;
  private static final String HIGHEST_WEIGHT = "10000";
  private static final String MOST_SHARES = "262144";

  /**
   * Sets or lifts it.
   *
   * @param vcpus the quota as a part of the period, 1.0 for one CPU; empty for no quota
   * @throws IOException if the kernel refuses it, as it does above the quota of the group's parent
   */
  static void set(Cgroup group, OptionalDouble vcpus) throws IOException {
    long period = period(vcpus);
    String quota =
        vcpus.isPresent()
            ? Long.toString(Math.max(LEAST_QUOTA_MICROS, Math.round(vcpus.getAsDouble() * period)))
            : "";
    if (group.version() == CgroupVersion.V2) {
      group.write("cpu.max", (quota.isEmpty() ? "max" : quota) + " " + period);
      return;
    }
    // without the old quota, the new period cannot be one that does not fit it
    group.write("cpu.cfs_quota_us", "-1");
    group.write("cpu.cfs_period_us", Long.toString(period));
    if (!quota.isEmpty()) {
      group.write("cpu.cfs_quota_us", quota);
    }
  }

  /**
   * Lets the group have what its quota allows before others get any CPU, as far as the kernel goes:
   * Lambda promises its share, and a machine may be busy with other things.
   */
  static void prefer(Cgroup group) {
    boolean v2 = group.version() == CgroupVersion.V2;
    try {
      group.write(v2 ? "cpu.weight" : "cpu.shares", v2 ? HIGHEST_WEIGHT : MOST_SHARES);
    } catch (IOException e) {
      // then it gets no more than others
    }
  }

  /** Longer for a share so small that the kernel would refuse the quota. */
  private static long period(OptionalDouble vcpus) {
    long longEnough =
        vcpus.isPresent() ? (long) Math.ceil(LEAST_QUOTA_MICROS / vcpus.getAsDouble()) : 0;
    return Math.min(LONGEST_PERIOD_MICROS, Math.max(PERIOD_MICROS, longEnough));
  }

  private CpuQuota() {}
}
