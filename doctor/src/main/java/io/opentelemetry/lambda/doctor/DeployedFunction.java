package io.opentelemetry.lambda.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A function in AWS, as the AWS CLI shows it. */
final class DeployedFunction {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> cli;
  private final Map<String, LayerKind> kinds;

  /**
   * @param region empty for the one that the CLI is set up for
   */
  static FunctionSettings read(String name, String region, Map<String, LayerKind> kinds) {
    List<String> cli = new ArrayList<>(List.of("aws", "--output", "json"));
    if (!region.isEmpty()) {
      cli.addAll(List.of("--region", region));
    }
    return new DeployedFunction(cli, kinds).settings(name);
  }

  private DeployedFunction(List<String> cli, Map<String, LayerKind> kinds) {
    this.cli = cli;
    this.kinds = kinds;
  }

  private FunctionSettings settings(String name) {
    JsonNode function = run("lambda", "get-function-configuration", "--function-name", name);
    List<AttachedLayer> layers = new ArrayList<>();
    for (JsonNode layer : function.path("Layers")) {
      layers.add(layer(layer.path("Arn").asText(), layer.path("CodeSize").asLong()));
    }
    Map<String, String> environment = new LinkedHashMap<>();
    function
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return new FunctionSettings(
        function.path("FunctionName").asText(name),
        function.path("Runtime").asText(""),
        function.path("Handler").asText(""),
        function.path("Architectures").path(0).asText("x86_64"),
        layers,
        environment,
        function.path("MemorySize").asInt(128),
        function.path("Timeout").asInt(3),
        function.path("CodeSize").asLong());
  }

  private AttachedLayer layer(String arn, long zippedBytes) {
    LayerKind kind = LayerKind.of(arn, kinds);
    try {
      JsonNode layer = run("lambda", "get-layer-version-by-arn", "--arn", arn);
      return new AttachedLayer(
          arn,
          kind,
          texts(layer.path("CompatibleRuntimes")),
          texts(layer.path("CompatibleArchitectures")),
          zippedBytes,
          null);
    } catch (DoctorException e) {
      return new AttachedLayer(arn, kind, List.of(), List.of(), zippedBytes, e.getMessage());
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private JsonNode run(String... words) {
    List<String> command = new ArrayList<>(cli);
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new DoctorException(output.substring(output.lastIndexOf('\n') + 1));
      }
      return JSON.readTree(output);
    } catch (IOException e) {
      throw new DoctorException("the AWS CLI cannot be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DoctorException("interrupted");
    }
  }
}
