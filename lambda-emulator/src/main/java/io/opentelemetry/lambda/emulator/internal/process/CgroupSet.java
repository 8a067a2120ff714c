package io.opentelemetry.lambda.emulator.internal.process;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The groups of one environment: one in each hierarchy that controls something it needs. */
final class CgroupSet {

  /** The beginning of the names of all environments' groups. */
  static final String PREFIX = "lambda-emulator-";

  static final String CPU = "cpu";
  static final String MEMORY = "memory";
  static final String FREEZER = "freezer";

  private final List<PlacedCgroup> groups;
  private final Set<String> known;

  /** Makes the groups that this user can make. */
  static CgroupSet create(List<CgroupHierarchy> hierarchies) {
    String name = PREFIX + UUID.randomUUID();
    List<PlacedCgroup> groups = new ArrayList<>();
    Set<String> known = new HashSet<>();
    Set<String> missing = new HashSet<>(Set.of(CPU, MEMORY, FREEZER));
    for (CgroupHierarchy hierarchy : newestFirst(hierarchies)) {
      known.addAll(controllers(hierarchy));
      if (hierarchy.version() == CgroupVersion.V2
          || !Collections.disjoint(hierarchy.controllers(), missing)) {
        place(hierarchy, name)
            .ifPresent(
                placed -> {
                  groups.add(placed);
                  missing.removeAll(placed.controllers());
                });
      }
    }
    return new CgroupSet(groups, known);
  }

  /** Version 2 can kill what it has frozen, so it freezes where there are both. */
  private static List<CgroupHierarchy> newestFirst(List<CgroupHierarchy> hierarchies) {
    return hierarchies.stream()
        .sorted(Comparator.comparing(CgroupHierarchy::version).reversed())
        .toList();
  }

  private static Set<String> controllers(CgroupHierarchy hierarchy) {
    if (hierarchy.version() == CgroupVersion.V1) {
      return Set.copyOf(hierarchy.controllers());
    }
    try {
      return new CgroupFolder(CgroupVersion.V2, hierarchy.root())
          .controllers(UnifiedPlacement.CONTROLLERS);
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static Optional<PlacedCgroup> place(CgroupHierarchy hierarchy, String name) {
    return hierarchy.version() == CgroupVersion.V2
        ? UnifiedPlacement.create(hierarchy.upwards(), name).map(CgroupSet::withFreezer)
        : PlacedCgroup.create(hierarchy.upwards().get(0), name, hierarchy.controllers());
  }

  /** Version 2 has no controller to freeze: since Linux 5.2, each of its groups can. */
  private static PlacedCgroup withFreezer(PlacedCgroup placed) {
    try {
      placed.group().read("cgroup.freeze");
    } catch (IOException e) {
      return placed;
    }
    Set<String> controllers = new HashSet<>(placed.controllers());
    controllers.add(FREEZER);
    return new PlacedCgroup(placed.parent(), placed.group(), controllers);
  }

  private CgroupSet(List<PlacedCgroup> groups, Set<String> known) {
    this.groups = groups;
    this.known = known;
  }

  /** The group that controls something; empty where none does. */
  Optional<Cgroup> controlling(String controller) {
    return groups.stream()
        .filter(placed -> placed.controllers().contains(controller))
        .map(PlacedCgroup::group)
        .findFirst();
  }

  /** Why no group controls something. */
  String absence(String controller) {
    return known.contains(controller) ? "cgroups cannot be written" : "no cgroup controller";
  }

  /** The files into which a process writes its id to be in all of the groups. */
  List<Path> entries() {
    return groups.stream().map(placed -> placed.group().path().resolve(Cgroup.PROCESSES)).toList();
  }

  /** The ids of the processes in any of the groups. */
  Set<Long> processes() {
    Set<Long> processes = new HashSet<>();
    for (PlacedCgroup placed : groups) {
      try {
        processes.addAll(placed.group().processes());
      } catch (IOException e) {
        // removed by someone else, so there was none in it
      }
    }
    return processes;
  }

  /** Has the kernel kill all processes at once, even while they start others, where it can. */
  void kill() {
    for (PlacedCgroup placed : groups) {
      try {
        placed.group().write("cgroup.kill", "1");
      } catch (IOException e) {
        // cgroup v1, or Linux before 5.14
      }
    }
  }

  /** Removes the groups as soon as their processes have ended. */
  void remove() {
    for (PlacedCgroup placed : groups) {
      if (!Polling.until(() -> removed(placed))) {
        throw new EmulatorException(
            "cannot remove the cgroup "
                + placed.group().path()
                + ": end the processes in its cgroup.procs, then rmdir it");
      }
    }
  }

  private static boolean removed(PlacedCgroup placed) {
    try {
      if (placed.group().version() == CgroupVersion.V2) {
        UnifiedPlacement.remove(placed);
      } else {
        placed.group().remove();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
