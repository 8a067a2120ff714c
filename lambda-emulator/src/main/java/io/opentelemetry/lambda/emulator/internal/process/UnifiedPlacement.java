package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a group of cgroup v2 can be: controllers have to be handed down to it, and only a group
 * that has no processes itself, or the tree's root, may hand them down.
 */
final class UnifiedPlacement {

  static final String CONTROLLERS = "cgroup.controllers";
  static final String HANDED_DOWN = "cgroup.subtree_control";

  // from the best to the least: without any, a group can still be frozen
  private static final List<List<String>> WISHES =
      List.of(List.of("cpu", "memory"), List.of("memory"), List.of("cpu"), List.of());

  /**
   * Makes a group as near to the own one as it can have the most controllers; empty where this user
   * can make none.
   *
   * @param upwards the own group and those above it
   */
  static Optional<PlacedCgroup> create(List<Cgroup> upwards, String name) {
    synchronized (UnifiedPlacement.class) {
      for (List<String> wish : WISHES) {
        Optional<PlacedCgroup> placed =
            upwards.stream()
                .flatMap(parent -> create(parent, name, wish).stream())
                .findFirst()
                .or(() -> createAfterMoving(upwards.get(0), name, wish));
        if (placed.isPresent()) {
          return placed;
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<PlacedCgroup> create(Cgroup parent, String name, List<String> wish) {
    return handDown(parent, wish) ? PlacedCgroup.create(parent, name, wish) : Optional.empty();
  }

  private static Optional<PlacedCgroup> createAfterMoving(
      Cgroup own, String name, List<String> wish) {
    if (wish.isEmpty() || !has(own, wish) || !OwnProcesses.moveDown(own)) {
      return Optional.empty();
    }
    Optional<PlacedCgroup> placed = create(own, name, wish);
    if (placed.isEmpty()) {
      OwnProcesses.moveUp(own);
    }
    return placed;
  }

  private static boolean has(Cgroup group, Collection<String> controllers) {
    try {
      return group.controllers(CONTROLLERS).containsAll(controllers);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean handDown(Cgroup parent, List<String> controllers) {
    try {
      if (!parent.controllers(HANDED_DOWN).containsAll(controllers)) {
        parent.write(HANDED_DOWN, "+" + String.join(" +", controllers));
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Removes a group, and lets the emulator's own processes move back if it was the last one here.
   *
   * @throws IOException as long as a process is in it
   */
  static void remove(PlacedCgroup placed) throws IOException {
    synchronized (UnifiedPlacement.class) {
      placed.group().remove();
      Set<String> beside = Set.copyOf(placed.parent().children());
      if (beside.contains(OwnProcesses.PLACE)
          && beside.stream().noneMatch(name -> name.startsWith(CgroupSet.PREFIX))) {
        OwnProcesses.moveUp(placed.parent());
      }
    }
  }

  private UnifiedPlacement() {}
}
