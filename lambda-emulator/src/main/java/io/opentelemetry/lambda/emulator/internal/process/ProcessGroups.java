package io.opentelemetry.lambda.emulator.internal.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes of an environment, as far as they can be told by where they come from: those that
 * have left their group and outlived their parent cannot.
 */
final class ProcessGroups {

  private final Set<Long> leaders = new HashSet<>();

  static ProcessGroups create() {
    return new ProcessGroups();
  }

  private ProcessGroups() {}

  void add(long leader) {
    leaders.add(leader);
  }

  Set<Long> leaders() {
    return Set.copyOf(leaders);
  }

  /** The ids of the processes that have not ended. */
  Set<Long> processes() {
    List<ProcessStatus> all = ProcessStatus.all();
    // an id is given again when nothing has it any more
    leaders.removeIf(leader -> all.stream().noneMatch(process -> isLedBy(leader, process)));
    Set<Long> found = new HashSet<>();
    boolean more = !leaders.isEmpty();
    while (more) {
      more = false;
      for (ProcessStatus process : all) {
        if (found.contains(process.parent())
            || leaders.stream().anyMatch(leader -> isLedBy(leader, process))) {
          more |= found.add(process.pid());
        }
      }
    }
    return found;
  }

  private static boolean isLedBy(long leader, ProcessStatus process) {
    return process.pid() == leader || process.group() == leader || process.session() == leader;
  }
}
