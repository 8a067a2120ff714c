package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A control group: the kernel's folder of files by which processes are counted and controlled.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup v2</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/cgroups.html">cgroup v1</a>
 */
interface Cgroup {

  /** Lists the processes, and moves one in when its id is written. */
  String PROCESSES = "cgroup.procs";

  CgroupVersion version();

  Path path();

  /** Makes a group below this one. */
  Cgroup create(String name) throws IOException;

  /** The group of this name below this one, whether it is there or not. */
  Cgroup child(String name);

  /** The names of the groups below this one. */
  List<String> children() throws IOException;

  String read(String file) throws IOException;

  void write(String file, String value) throws IOException;

  /** Tells whether this user's processes can move in. */
  boolean admits();

  /** Removes the group if it is there; fails as long as a process is in it. */
  void remove() throws IOException;

  /** The ids of the processes in it, without those of foreign namespaces and those that ended. */
  default Set<Long> processes() throws IOException {
    return read(PROCESSES)
        .lines()
        .map(Long::valueOf)
        .filter(pid -> pid != 0)
        .collect(Collectors.toSet());
  }

  /** The content of a file that lists controllers. */
  default Set<String> controllers(String file) throws IOException {
    String names = read(file).strip();
    return names.isEmpty() ? Set.of() : Set.of(names.split("\\s+"));
  }

  /** A value of a file that has lines of a key and a value. */
  default OptionalLong value(String file, String key) throws IOException {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
        .findFirst();
  }
}
