package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The emulator's own processes, where they are in the way: they move into a group below their own,
 * so that this hands controllers down. No process but itself, what it has started, and what it was
 * started by is moved.
 */
final class OwnProcesses {

  /** The name of the group that they move into. */
  static final String PLACE = "lambda-emulator";

  /** False if they are still where they were, as there are others or this user may not. */
  static boolean moveDown(Cgroup own) {
    try {
      if (!line().containsAll(own.processes())) {
        return false;
      }
      Cgroup place = own.create(PLACE);
      if (moveAll(own, place)) {
        return true;
      }
      moveUp(own);
    } catch (IOException e) {
      // no permission
    }
    return false;
  }

  private static Set<Long> line() {
    ProcessHandle self = ProcessHandle.current();
    Set<Long> line = self.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    for (Optional<ProcessHandle> next = Optional.of(self);
        next.isPresent();
        next = next.flatMap(ProcessHandle::parent)) {
      line.add(next.orElseThrow().pid());
    }
    return line;
  }

  /** Undoes {@link #moveDown}. */
  static void moveUp(Cgroup own) {
    try {
      Set<String> handedDown = own.controllers(UnifiedPlacement.HANDED_DOWN);
      if (!handedDown.isEmpty()) {
        own.write(UnifiedPlacement.HANDED_DOWN, "-" + String.join(" -", handedDown));
      }
      Cgroup place = own.child(PLACE);
      if (moveAll(place, own)) {
        place.remove();
      }
    } catch (IOException e) {
      // there is no harm in staying
    }
  }

  private static boolean moveAll(Cgroup from, Cgroup to) throws IOException {
    Set<Long> tried = new HashSet<>();
    Set<Long> left = from.processes();
    // one may start another meanwhile
    while (tried.addAll(left)) {
      for (long pid : left) {
        move(pid, to);
      }
      left = from.processes();
    }
    return left.isEmpty();
  }

  private static void move(long pid, Cgroup to) {
    try {
      to.write(Cgroup.PROCESSES, Long.toString(pid));
    } catch (IOException e) {
      // it has ended, or may not be moved
    }
  }

  private OwnProcesses() {}
}
