package io.opentelemetry.lambda.emulator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnifiedPlacementTest {

  private static final String NAME = CgroupSet.PREFIX + "1";
  private static final long SELF = ProcessHandle.current().pid();
  private static final long FOREIGN = 1L << 40;

  @Test
  void create_systemdUserSession_besideTheOwnGroup() throws IOException {
    FakeCgroup system =
        FakeCgroup.root("cpu", "memory", "io").handsDown("cpu", "memory").readOnly();
    FakeCgroup user = system.below("user@1000.service").handsDown("cpu", "memory");
    FakeCgroup apps = user.below("app.slice").handsDown("memory");
    FakeCgroup own = apps.below("terminal.scope").with(SELF, FOREIGN);
    PlacedCgroup placed =
        UnifiedPlacement.create(List.of(own, apps, user, system), NAME).orElseThrow();
    assertThat(placed.parent()).isSameAs(apps);
    assertThat(placed.controllers()).containsExactlyInAnyOrder("cpu", "memory");
    assertThat(apps.read(UnifiedPlacement.HANDED_DOWN)).isEqualTo("cpu memory");
    assertThat(own.processes()).containsExactlyInAnyOrder(SELF, FOREIGN);
  }

  @Test
  void create_rootOfTheTree_handsDownThoughItHasProcesses() {
    FakeCgroup root = FakeCgroup.root("cpu", "memory").with(SELF, FOREIGN);
    assertThat(UnifiedPlacement.create(List.of(root), NAME).orElseThrow().controllers())
        .containsExactlyInAnyOrder("cpu", "memory");
  }

  @Test
  void create_notAllControllers_thoseThatThereAre() {
    FakeCgroup system = FakeCgroup.root("cpu", "memory").handsDown("memory").readOnly();
    FakeCgroup user = system.below("user@1000.service");
    FakeCgroup own = user.below("terminal.scope").with(SELF, FOREIGN);
    PlacedCgroup placed = UnifiedPlacement.create(List.of(own, user, system), NAME).orElseThrow();
    assertThat(placed.parent()).isSameAs(user);
    assertThat(placed.controllers()).containsExactly("memory");
  }

  @Test
  void create_foreignProcessesInTheWay_belowTheOwnGroupWithoutControllers() throws IOException {
    FakeCgroup own = container().with(SELF, FOREIGN);
    PlacedCgroup placed = UnifiedPlacement.create(List.of(own), NAME).orElseThrow();
    assertThat(placed.parent()).isSameAs(own);
    assertThat(placed.controllers()).isEmpty();
    assertThat(own.processes()).containsExactlyInAnyOrder(SELF, FOREIGN);
    assertThat(own.children()).containsExactly(NAME);
  }

  @Test
  void create_ownProcessesInTheWay_moveDown() throws IOException {
    FakeCgroup own = container().with(SELF);
    PlacedCgroup placed = UnifiedPlacement.create(List.of(own), NAME).orElseThrow();
    assertThat(placed.controllers()).containsExactlyInAnyOrder("cpu", "memory");
    assertThat(own.processes()).isEmpty();
    assertThat(own.child(OwnProcesses.PLACE).processes()).containsExactly(SELF);
  }

  @Test
  void remove_lastOne_ownProcessesMoveBack() throws IOException {
    FakeCgroup own = container().with(SELF);
    PlacedCgroup first = UnifiedPlacement.create(List.of(own), NAME).orElseThrow();
    FakeCgroup moved = own.below(OwnProcesses.PLACE);
    PlacedCgroup second =
        UnifiedPlacement.create(List.of(moved, own), CgroupSet.PREFIX + "2").orElseThrow();
    assertThat(second.parent()).isSameAs(own);

    UnifiedPlacement.remove(first);
    assertThat(moved.processes()).containsExactly(SELF);

    UnifiedPlacement.remove(second);
    assertThat(own.processes()).containsExactly(SELF);
    assertThat(own.children()).isEmpty();
    assertThat(own.read(UnifiedPlacement.HANDED_DOWN)).isEmpty();
  }

  @Test
  void create_nothingWritable_empty() throws IOException {
    FakeCgroup system = FakeCgroup.root("cpu", "memory").handsDown("cpu", "memory").readOnly();
    FakeCgroup own = system.below("session-2.scope").with(SELF).readOnly();
    Optional<PlacedCgroup> placed = UnifiedPlacement.create(List.of(own, system), NAME);
    assertThat(placed).isEmpty();
    assertThat(own.children()).isEmpty();
    assertThat(own.processes()).containsExactly(SELF);
  }

  /** A group that a container sees as the root of the tree, and that is not. */
  private static FakeCgroup container() {
    return FakeCgroup.root("cpu", "memory").handsDown("cpu", "memory").below("container");
  }
}
