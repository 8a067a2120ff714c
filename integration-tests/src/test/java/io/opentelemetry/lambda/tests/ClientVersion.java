package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.libraries.ClientLibraries;
import io.opentelemetry.lambda.libraries.ClientLibrary;
import io.opentelemetry.lambda.libraries.TestedVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A version of a client library.
 *
 * @param clients of {@code functions.ClientCalls}, such as {@code okhttp.sync}
 * @param artifacts as {@code group:artifact:version}, without what they depend on
 */
record ClientVersion(List<String> clients, List<String> artifacts) {

  private static final Path TARGET = Layer.ROOT.resolve("integration-tests/target");
  private static final Path FUNCTIONS =
      Layer.ROOT.resolve("integration-tests/clients/target/classes/functions");

  /** Native code, which a function over plain HTTP does without. */
  private static final List<String> NATIVE =
      List.of(
          "netty-codec-http3",
          "netty-codec-native-quic",
          "netty-resolver-dns-native-macos",
          "netty-transport-native-epoll");

  /** Those of all descriptors; libraries that come together are called in one function. */
  static List<ClientVersion> readAll() throws IOException {
    Map<List<String>, List<String>> clients = new LinkedHashMap<>();
    for (ClientLibrary library : ClientLibraries.read(Layer.ROOT).values()) {
      for (TestedVersion version : library.versions()) {
        clients
            .computeIfAbsent(version.artifacts(), artifacts -> new ArrayList<>())
            .addAll(version.calls());
      }
    }
    List<ClientVersion> versions = new ArrayList<>();
    clients.forEach((artifacts, calls) -> versions.add(new ClientVersion(calls, artifacts)));
    return versions;
  }

  /** Such as {@code okhttp}. */
  String library() {
    return ClientCall.library(clients.get(0));
  }

  /** The functions with just these libraries, in a folder. */
  Path function() throws Exception {
    Path folder = TARGET.resolve("client-versions").resolve(toString());
    Dependencies.copy(folder, pom());
    Path functions = Files.createDirectories(folder.resolve("functions"));
    try (Stream<Path> classes = Files.list(FUNCTIONS)) {
      classes.forEach(source -> copy(source, functions.resolve(source.getFileName())));
    }
    return folder;
  }

  private static void copy(Path source, Path target) {
    try {
      Files.write(target, Files.readAllBytes(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For Maven to find what the artifacts depend on, as a function's build does. */
  String pom() {
    StringBuilder dependencies = new StringBuilder();
    for (String artifact : artifacts) {
      String[] parts = artifact.split(":", -1);
      dependencies.append(dependency(parts[0], parts[1], parts[2]));
    }
    return """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>functions</groupId>
          <artifactId>client-version</artifactId>
          <version>1</version>
          <dependencies>%s
          </dependencies>
        </project>
        """
        .formatted(dependencies);
  }

  private static String dependency(String group, String artifact, String version) {
    StringBuilder exclusions = new StringBuilder();
    for (String excluded : NATIVE) {
      exclusions.append(
          "<exclusion><groupId>io.netty</groupId><artifactId>%s</artifactId></exclusion>"
              .formatted(excluded));
    }
    return """

            <dependency>
              <groupId>%s</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
              <exclusions>%s</exclusions>
            </dependency>"""
        .formatted(group, artifact, version, exclusions);
  }

  /** A name for a folder. */
  @Override
  public String toString() {
    String first = artifacts.get(0);
    return library() + first.substring(first.indexOf(':')).replace(':', '-');
  }
}
