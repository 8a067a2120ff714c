package io.opentelemetry.lambda.emulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

  private final OpenConnections<String> connections = new OpenConnections<>();

  @Test
  void dropIdle_connectionWithoutARequest() {
    connections.opened("a");
    connections.dropIdle();
    assertThat(connections.isDropped("a")).isTrue();
  }

  @Test
  void dropIdle_leavesThoseThatWaitForAnAnswer() {
    connections.opened("a");
    connections.begun("a", "first");
    connections.begun("a", "second");
    connections.answered("a", "first");
    connections.dropIdle();
    assertThat(connections.isDropped("a")).isFalse();
    connections.answered("a", "second");
    assertThat(connections.isDropped("a")).isFalse();
    connections.dropIdle();
    assertThat(connections.isDropped("a")).isTrue();
  }

  @Test
  void answered_twice_countsOnce() {
    connections.opened("a");
    connections.begun("a", "first");
    connections.begun("a", "second");
    connections.answered("a", "first");
    connections.answered("a", "first");
    connections.dropIdle();
    assertThat(connections.isDropped("a")).isFalse();
  }

  @Test
  void opened_afterTheDrop_isOpen() {
    connections.dropIdle();
    connections.opened("a");
    assertThat(connections.isDropped("a")).isFalse();
  }

  @Test
  void closed_isForgotten() {
    connections.opened("a");
    connections.dropIdle();
    connections.closed("a");
    connections.begun("a", "late");
    connections.answered("a", "late");
    assertThat(connections.isDropped("a")).isFalse();
  }
}
