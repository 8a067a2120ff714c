package io.opentelemetry.lambda.emulator.internal.process;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * A group that was made for an environment.
 *
 * @param parent the group below which it is
 * @param controllers what it can control
 */
record PlacedCgroup(Cgroup parent, Cgroup group, Set<String> controllers) {

  /** Makes a group that processes can move into; empty where this user cannot. */
  static Optional<PlacedCgroup> create(Cgroup parent, String name, Collection<String> controllers) {
    try {
      Cgroup group = parent.create(name);
      if (group.admits()) {
        return Optional.of(new PlacedCgroup(parent, group, Set.copyOf(controllers)));
      }
      group.remove();
    } catch (IOException e) {
      // no permission, a file system that is read-only, or a group that has gone
    }
    return Optional.empty();
  }
}
