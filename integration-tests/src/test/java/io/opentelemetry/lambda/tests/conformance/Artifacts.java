package io.opentelemetry.lambda.tests.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.tests.Command;
import io.opentelemetry.lambda.tests.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches what AWS has published, and the table only names: Go modules, in the version that a
 * module of this project uses.
 */
final class Artifacts {

  private final ConformanceTable table;
  private final Map<String, JsonNode> fetched = new HashMap<>();

  Artifacts(ConformanceTable table) {
    this.table = table;
  }

  boolean has(String artifact) {
    return missing(artifact).isEmpty();
  }

  /** A line that says why an artifact is missing on this machine; empty where it is there. */
  Optional<String> missing(String artifact) {
    return Optional.ofNullable(fetch(artifact).get("Error"))
        .map(error -> artifact + " cannot be fetched: " + error.asText());
  }

  byte[] read(String artifact, String path) {
    try {
      return Files.readAllBytes(Path.of(fetch(artifact).get("Dir").textValue(), path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized JsonNode fetch(String artifact) {
    return fetched.computeIfAbsent(artifact, name -> download(table.artifact(name)));
  }

  private static JsonNode download(JsonNode artifact) {
    String folder = Layer.ROOT.resolve(artifact.get("versionOf").textValue()).toString();
    ObjectMapper json = new ObjectMapper();
    try {
      Command.Finished finished =
          Command.of("go", "-C", folder, "mod", "download", "-json")
              .with(artifact.get("goModule").textValue())
              .run();
      return parse(json, finished.output());
    } catch (IOException e) {
      return json.createObjectNode().put("Error", "Go is missing: " + e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The object in the output, which may follow lines of what the command does. */
  private static JsonNode parse(ObjectMapper json, String output) {
    try {
      return json.readTree(output.substring(Math.max(0, output.indexOf('{'))));
    } catch (JsonProcessingException e) {
      return json.createObjectNode().put("Error", output);
    }
  }
}
