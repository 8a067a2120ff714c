package io.opentelemetry.lambda.libraries;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client library that is traced, as the {@code library.yaml} beside its hooks describes it.
 *
 * @param name for readers of the documents; null for what is no client library
 * @param switchName its name among the agent's instrumentations, such as {@code okhttp} of {@code
 *     OTEL_INSTRUMENTATION_OKHTTP_ENABLED}
 * @param since the versions that are traced, for the documents
 * @param tested versions that other tests call by than that of {@code versions}
 * @param how the wrapper layer traces it, for the documents
 * @param server the kind of server that its calls need in tests: {@code http} or one of {@code
 *     ClientLayers}
 * @param servers what the tests call, for the documents; by default what {@code server} stands for
 * @param artifacts what the layer has for the hooks, as {@code group:artifact}
 * @param versions those that tests call by, the oldest first
 * @param marks texts of which a class file has one if it can have one of the join points at any
 *     class, as in class files
 */
public record ClientLibrary(
    @Nullable String name,
    @JsonProperty("switch") String switchName,
    @Nullable String since,
    List<String> tested,
    @Nullable String how,
    String server,
    @Nullable String servers,
    List<String> artifacts,
    List<TestedVersion> versions,
    List<String> marks,
    List<JoinPointDescription> joinPoints) {

  private static final Map<String, String> SERVERS =
      Map.of(
          "http", "an HTTP server",
          "grpc", "a gRPC server",
          "redis", "Redis 7.0",
          "kafka", "Kafka 4.4",
          "mongo", "mongo-java-server",
          "elasticsearch", "a stand-in");

  public ClientLibrary {
    if (switchName == null) {
      throw new IllegalArgumentException("switch: is missing");
    }
    tested = orEmpty(tested);
    server = server == null ? "http" : server;
    artifacts = orEmpty(artifacts);
    versions = orEmpty(versions);
    marks = orEmpty(marks);
    joinPoints = orEmpty(joinPoints);
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** Tells whether it has join points in such classes. */
  boolean hasJoinPoints(JoinPointDescription.Place in) {
    return joinPoints.stream().anyMatch(point -> point.in() == in);
  }

  /** The row of the documents' table. */
  String row() {
    Set<String> numbers = new LinkedHashSet<>(tested);
    if (numbers.isEmpty()) {
      versions.forEach(version -> numbers.add(version.majorAndMinor()));
    }
    String with = numbers.isEmpty() ? "" : " (" + String.join(", ", numbers) + ")";
    String called = servers == null ? SERVERS.get(server) : servers;
    return "| %s | %s%s | %s | `%s` | %s |".formatted(name, since, with, called, switchName, how);
  }
}
