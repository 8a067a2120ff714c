package io.opentelemetry.lambda.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The calls of {@link ClientsIT} by other versions of the libraries, on each JDK. With {@code
 * -Dtests.all=true} by all that the libraries' descriptors name, and compared with the agent;
 * otherwise by the oldest of each library on the JDK that runs the tests.
 */
class ClientVersionsIT {

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cells")
  void call_isTraced(ClientVersion version, Path jdk) throws Exception {
    try (ClientLayers layers = start(version.function(), jdk)) {
      for (String client : version.clients()) {
        layers.compare(client);
      }
    }
  }

  private static ClientLayers start(Path function, Path jdk) throws IOException {
    return Thoroughness.ALL
        ? ClientLayers.start(function, jdk)
        : ClientLayers.startWithoutAgent(function, jdk);
  }

  static Stream<Arguments> cells() throws IOException {
    List<ClientVersion> versions = ClientVersion.readAll();
    List<Arguments> cells = new ArrayList<>();
    for (Path jdk :
        Thoroughness.ALL ? Jdks.all() : List.of(Path.of(System.getProperty("java.home")))) {
      String previous = "";
      for (ClientVersion version : versions) {
        if (Thoroughness.ALL || !version.library().equals(previous)) {
          cells.add(Arguments.of(version, jdk));
        }
        previous = version.library();
      }
    }
    return cells.stream();
  }
}
