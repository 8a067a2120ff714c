package io.opentelemetry.lambda.emulator.internal.process;

/**
 * The two generations of control groups; a kernel may have both at once, a controller is in one.
 */
enum CgroupVersion {
  V1("cgroup v1"),
  V2("cgroup v2");

  private final String text;

  CgroupVersion(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
