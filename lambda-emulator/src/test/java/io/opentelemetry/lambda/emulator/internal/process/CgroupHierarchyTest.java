package io.opentelemetry.lambda.emulator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupHierarchyTest {

  private static final String DISK = "22 1 254:0 / / rw,relatime - ext4 /dev/root rw\n";

  @Test
  void parse_version1_eachControllerWhereItIs() {
    String mountInfo =
        DISK
            + "31 23 0:28 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755\n"
            + "32 31 0:29 / /sys/fs/cgroup/systemd rw shared:9 - cgroup cgroup rw,name=systemd\n"
            + "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw shared:15 - cgroup cgroup rw,cpuacct,cpu\n"
            + "34 31 0:31 / /sys/fs/cgroup/memory rw shared:16 - cgroup cgroup rw,memory\n";
    String membership =
        "3:memory:/user.slice\n2:cpuacct,cpu:/\n1:name=systemd:/user.slice/session-1.scope\n";
    assertThat(CgroupHierarchy.parse(mountInfo, membership))
        .containsExactly(
            v1("/sys/fs/cgroup/memory", "user.slice", "memory"),
            v1("/sys/fs/cgroup/cpu,cpuacct", "", "cpuacct", "cpu"),
            v1("/sys/fs/cgroup/systemd", "user.slice/session-1.scope", "name=systemd"));
  }

  @Test
  void parse_version2_inASystemdUserSession() {
    String mountInfo =
        DISK + "28 22 0:25 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
    String own = "user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope";
    assertThat(CgroupHierarchy.parse(mountInfo, "0::/" + own + "\n"))
        .containsExactly(v2("/sys/fs/cgroup", own));
  }

  @Test
  void parse_hybrid_both() {
    String mountInfo =
        DISK
            + "37 31 0:34 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer\n"
            + "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";
    assertThat(CgroupHierarchy.parse(mountInfo, "6:freezer:/\n0::/init.scope\n"))
        .containsExactly(
            v1("/sys/fs/cgroup/freezer", "", "freezer"),
            v2("/sys/fs/cgroup/unified", "init.scope"));
  }

  @Test
  void parse_containerThatSeesItsGroupAlone_isAtTheMountPoint() {
    String mountInfo =
        DISK
            + "811 800 0:31 /docker/0a1b /sys/fs/cgroup/memory ro master:16"
            + " - cgroup cgroup rw,memory\n";
    assertThat(CgroupHierarchy.parse(mountInfo, "3:memory:/docker/0a1b\n"))
        .containsExactly(v1("/sys/fs/cgroup/memory", "", "memory"));
    assertThat(CgroupHierarchy.parse(mountInfo, "3:memory:/docker/0a1b/init.scope\n"))
        .containsExactly(v1("/sys/fs/cgroup/memory", "init.scope", "memory"));
  }

  @Test
  void parse_containerWithANamespaceOfItsOwn() {
    String mountInfo =
        DISK + "811 800 0:25 / /sys/fs/cgroup ro,nosuid,nodev,noexec - cgroup2 cgroup rw\n";
    assertThat(CgroupHierarchy.parse(mountInfo, "0::/\n"))
        .containsExactly(v2("/sys/fs/cgroup", ""));
  }

  @Test
  void parse_groupThatIsNotMounted_isLeftOut() {
    String mountInfo =
        DISK
            + "811 800 0:25 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n"
            + "812 800 0:31 /docker/0a1b /mnt rw - cgroup cgroup rw,memory\n";
    assertThat(
            CgroupHierarchy.parse(
                mountInfo, "3:memory:/docker/0a1bc\n2:cpu:/docker/0a1b\n0::/../other\n"))
        .isEmpty();
  }

  @Test
  void parse_severalMounts_theOneWithTheOwnGroup() {
    String mountInfo =
        DISK
            + "40 22 0:25 /docker/0a1b /mnt/container rw - cgroup2 cgroup2 rw\n"
            + "41 22 0:25 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    assertThat(CgroupHierarchy.parse(mountInfo, "0::/user.slice\n"))
        .containsExactly(v2("/sys/fs/cgroup", "user.slice"));
  }

  @Test
  void parse_mountPointWithASpace() {
    String mountInfo = DISK + "41 22 0:25 / /mnt/control\\040groups rw - cgroup2 cgroup2 rw\n";
    assertThat(CgroupHierarchy.parse(mountInfo, "0::/a:b\n"))
        .containsExactly(v2("/mnt/control groups", "a:b"));
  }

  @Test
  void parse_noGroups_none() {
    assertThat(CgroupHierarchy.parse(DISK, "")).isEmpty();
  }

  @Test
  void upwards_fromTheOwnGroupToTheMountPoint() {
    assertThat(v2("/sys/fs/cgroup", "a/b").upwards())
        .extracting(Cgroup::path)
        .containsExactly(
            Path.of("/sys/fs/cgroup/a/b"), Path.of("/sys/fs/cgroup/a"), Path.of("/sys/fs/cgroup"));
  }

  private static CgroupHierarchy v1(String root, String own, String... controllers) {
    return new CgroupHierarchy(
        CgroupVersion.V1, List.of(controllers), Path.of(root), Path.of(root, own));
  }

  private static CgroupHierarchy v2(String root, String own) {
    return new CgroupHierarchy(CgroupVersion.V2, List.of(), Path.of(root), Path.of(root, own));
  }
}
