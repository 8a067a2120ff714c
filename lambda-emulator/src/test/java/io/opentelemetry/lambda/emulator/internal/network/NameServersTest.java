package io.opentelemetry.lambda.emulator.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameServersTest {

  private static final String GATEWAY = "192.0.2.1";

  @TempDir Path folder;

  @Test
  void serverElsewhere_isNotReplaced() throws IOException {
    Path machine = write("machine", "nameserver 10.0.0.2\nsearch example\n");
    assertThat(NameServers.replacement(machine, folder.resolve("none"), GATEWAY)).isEmpty();
  }

  @Test
  void stub_isReplacedByTheServersBehindIt() throws IOException {
    Path machine = write("machine", "nameserver 127.0.0.53\n");
    Path behind = write("behind", "nameserver 10.0.0.2\nsearch example\n");
    assertThat(NameServers.replacement(machine, behind, GATEWAY))
        .contains("nameserver 10.0.0.2\nsearch example\n");
  }

  @Test
  void serverOfTheMachine_isReachedByTheGateway() throws IOException {
    Path machine = write("machine", "nameserver 127.0.0.1\noptions ndots:2\n");
    assertThat(NameServers.replacement(machine, folder.resolve("none"), GATEWAY))
        .contains("nameserver 192.0.2.1\noptions ndots:2\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
