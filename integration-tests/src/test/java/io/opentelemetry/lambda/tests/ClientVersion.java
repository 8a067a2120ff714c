package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A version of a client library.
 *
 * @param clients of {@code functions.ClientCalls}, such as {@code okhttp.sync}
 * @param artifacts as {@code group:artifact:version}, without what they depend on
 */
record ClientVersion(List<String> clients, List<String> artifacts) {

  /** Native code, which a function over plain HTTP does without. */
  private static final List<String> NATIVE =
      List.of(
          "netty-codec-http3",
          "netty-codec-native-quic",
          "netty-resolver-dns-native-macos",
          "netty-transport-native-epoll");

  static List<ClientVersion> readAll() throws IOException {
    List<ClientVersion> versions = new ArrayList<>();
    try (InputStream in = ClientVersion.class.getResourceAsStream("/client-versions.txt")) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          versions.add(parse(line));
        }
      }
    }
    return versions;
  }

  private static ClientVersion parse(String line) {
    List<String> clients = new ArrayList<>();
    List<String> artifacts = new ArrayList<>();
    for (String word : line.trim().split(" +", -1)) {
      (word.contains(":") ? artifacts : clients).add(word);
    }
    return new ClientVersion(clients, artifacts);
  }

  /** Such as {@code okhttp}. */
  String library() {
    return ClientCall.library(clients.get(0));
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
