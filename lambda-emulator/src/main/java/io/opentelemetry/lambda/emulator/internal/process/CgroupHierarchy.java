package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tree of groups, as this process sees it.
 *
 * @param controllers cgroup v1: what the tree controls; cgroup v2: empty, as each group says so
 *     itself
 * @param root where it is mounted
 * @param own the group that this process is in, which is the root or below
 */
public record CgroupHierarchy(
    CgroupVersion version, List<String> controllers, Path root, Path own) {

  /** Those of this machine; none where it has none, or does not show them. */
  static List<CgroupHierarchy> ofThisProcess() {
    try {
      return parse(
          Files.readString(Path.of("/proc/self/mountinfo")),
          Files.readString(Path.of("/proc/self/cgroup")));
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Finds them by what the kernel says.
   *
   * @param mountInfo the content of {@code /proc/self/mountinfo}
   * @param membership the content of {@code /proc/self/cgroup}
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo</a>
   * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups</a>
   */
  static List<CgroupHierarchy> parse(String mountInfo, String membership) {
    List<Mount> mounts = mountInfo.lines().map(Mount::parse).flatMap(Optional::stream).toList();
    return membership.lines().flatMap(line -> find(line, mounts).stream()).toList();
  }

  /** Finds the mount of one line of the membership, {@code ID:CONTROLLERS:PATH}. */
  private static Optional<CgroupHierarchy> find(String membership, List<Mount> mounts) {
    String[] fields = membership.split(":", 3);
    CgroupVersion version = fields[1].isEmpty() ? CgroupVersion.V2 : CgroupVersion.V1;
    List<String> controllers =
        Stream.of(fields[1].split(",", -1)).filter(name -> !name.isEmpty()).toList();
    return mounts.stream()
        .filter(mount -> mount.version() == version && mount.options().containsAll(controllers))
        .flatMap(
            mount ->
                mount
                    .folder(fields[2])
                    .map(own -> new CgroupHierarchy(version, controllers, mount.mountPoint(), own))
                    .stream())
        .findFirst();
  }

  /** The own group and all above it, as far as they are mounted. */
  List<Cgroup> upwards() {
    List<Cgroup> groups = new ArrayList<>();
    for (Path path = own; path != null && path.startsWith(root); path = path.getParent()) {
      groups.add(new CgroupFolder(version, path));
    }
    return groups;
  }

  /**
   * A line of {@code mountinfo} about a tree of groups.
   *
   * @param group the group that is at the mount point: not the tree's root in a container
   */
  private record Mount(CgroupVersion version, String group, Path mountPoint, List<String> options) {

    // ID PARENT MAJOR:MINOR ROOT MOUNT_POINT OPTIONS [FIELD...] - TYPE SOURCE TREE_OPTIONS
    private static final Pattern LINE =
        Pattern.compile("\\S+ \\S+ \\S+ (\\S+) (\\S+) .* - (cgroup2?) \\S+ (\\S+)");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    static Optional<Mount> parse(String line) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new Mount(
              matcher.group(3).equals("cgroup2") ? CgroupVersion.V2 : CgroupVersion.V1,
              unescape(matcher.group(1)),
              Path.of(unescape(matcher.group(2))),
              List.of(matcher.group(4).split(",", -1))));
    }

    private static String unescape(String text) {
      return OCTAL
          .matcher(text)
          .replaceAll(
              match ->
                  Matcher.quoteReplacement(
                      Character.toString(Integer.parseInt(match.group(1), 8))));
    }

    /** Where a group is, if it is below what is mounted. */
    Optional<Path> folder(String path) {
      // a path with .. is outside of what this process's namespace shows
      if (!Path.of(path).startsWith(group) || path.contains("/..")) {
        return Optional.empty();
      }
      return Optional.of(mountPoint.resolve(Path.of(group).relativize(Path.of(path))));
    }
  }
}
