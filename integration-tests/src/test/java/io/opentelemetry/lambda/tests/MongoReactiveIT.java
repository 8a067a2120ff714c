package io.opentelemetry.lambda.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that commands of MongoDB's reactive driver are below the invocation as under the agent, in
 * functions without the synchronous driver, of which another release is published. With {@code
 * -Dtests.all=true} by each version of the descriptor, otherwise by the oldest and the newest.
 */
class MongoReactiveIT {

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void command_isBelowTheInvocation(ClientVersion version) throws Exception {
    try (ClientLayers layers = ClientLayers.start(version.function(), JDK)) {
      for (String client : version.clients()) {
        layers.compare(client);
      }
    }
  }

  static List<ClientVersion> versions() throws IOException {
    List<ClientVersion> all =
        ClientVersion.readAll().stream()
            .filter(version -> version.library().equals("mongoReactive"))
            .toList();
    return Thoroughness.ALL ? all : List.of(all.get(0), all.get(all.size() - 1));
  }
}
