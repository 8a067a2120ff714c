package io.opentelemetry.lambda.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cells")
  void call_isTraced(ClientVersion version, Path jdk) throws Exception {
    try (ClientLayers layers = start(version.function(), jdk)) {
      for (String client : version.clients()) {
        layers.compare(client);
      }
    }
  }

  /** Tests that the servers of older releases are found, which are of other types. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("searchClients")
  void searchClient_hasTheStableConventions(ClientVersion version) throws Exception {
    Map<String, String> variables = Map.of("OTEL_SEMCONV_STABILITY_OPT_IN", "database");
    try (ClientLayers layers = ClientLayers.start(version.function(), JDK, variables)) {
      layers.compare(version.clients().get(0));
    }
  }

  static List<ClientVersion> searchClients() throws IOException {
    List<String> libraries =
        Thoroughness.ALL
            ? List.of("elasticsearch", "elasticsearchJava", "opensearch")
            : List.of("elasticsearch", "opensearch");
    Map<String, ClientVersion> oldest = new LinkedHashMap<>();
    for (ClientVersion version : ClientVersion.readAll()) {
      if (libraries.contains(version.library())) {
        oldest.putIfAbsent(version.library(), version);
      }
    }
    return List.copyOf(oldest.values());
  }

  private static ClientLayers start(Path function, Path jdk) throws IOException {
    return Thoroughness.ALL
        ? ClientLayers.start(function, jdk)
        : ClientLayers.startWithoutAgent(function, jdk);
  }

  static Stream<Arguments> cells() throws IOException {
    List<ClientVersion> versions = ClientVersion.readAll();
    List<Arguments> cells = new ArrayList<>();
    for (Path jdk : Thoroughness.ALL ? Jdks.all() : List.of(JDK)) {
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
