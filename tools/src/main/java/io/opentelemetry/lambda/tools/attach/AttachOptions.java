package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.HttpUrl;
import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what functions shall have. */
final class AttachOptions {

  private static final Set<String> POLICIES =
      Set.of("before-response", "after-response", "adaptive");

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description =
          "wrapper, javaagent, python, nodejs, ruby, collector, a published name, or an ARN with its"
              + " version; may be repeated. By default the layer of the function's language")
  private List<String> layers = new ArrayList<>();

  @Option(
      names = "--layers-json",
      paramLabel = "FILE",
      description = "where publish has written the ARNs, by default layers.json")
  private Path layersFile = Project.file("layers.json");

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "the backend, by OTLP over HTTP: OTEL_EXPORTER_OTLP_ENDPOINT, or with the Collector layer"
              + " OTEL_LAMBDA_COLLECTOR_ENDPOINT")
  private @Nullable String endpoint;

  @Option(
      names = "--headers-secret",
      paramLabel = "ARN",
      description =
          "a secret of Secrets Manager whose text becomes the value of OTEL_EXPORTER_OTLP_HEADERS, as a"
              + " template's dynamic reference would")
  private @Nullable String headersSecret;

  @Option(
      names = "--flush",
      paramLabel = "POLICY",
      description = "OTEL_LAMBDA_FLUSH: before-response, after-response or adaptive")
  private @Nullable String flush;

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "another variable, such as OTEL_PROPAGATORS=tracecontext; may be repeated")
  private Map<String, String> environment = new LinkedHashMap<>();

  void check() {
    LayerCatalog.check(layers);
    if (flush != null && !POLICIES.contains(flush)) {
      throw ToolException.usage(
          "--flush " + flush + ": before-response, after-response or adaptive?");
    }
    if (endpoint != null && HttpUrl.parse(endpoint) == null) {
      throw ToolException.usage(
          "--endpoint " + endpoint + " is no URL such as https://otlp.example.com:4318");
    }
    if (headersSecret != null && layers.stream().anyMatch(layer -> layer.contains("collector"))) {
      throw ToolException.usage(
          "--headers-secret: the default Collector sends no headers; build the layer with a config"
              + " whose exporter has them");
    }
    for (String name : environment.keySet()) {
      if (name.startsWith("AWS_") || name.startsWith("LAMBDA_")) {
        throw ToolException.usage(
            "--env " + name + ": that is Lambda's, or this command's, to set");
      }
    }
  }

  @Nullable String headersSecret() {
    return headersSecret;
  }

  Path layersFile() {
    return layersFile;
  }

  /** Tells whether layers are meant by words, or by the function's language. */
  boolean needsCatalog() {
    return layers.isEmpty() || layers.stream().anyMatch(layer -> !LayerName.isVersionArn(layer));
  }

  List<String> layerArns() {
    return layers.stream().filter(LayerName::isVersionArn).toList();
  }

  /** Gets the words for layers of a function; none if there is no layer for it. */
  List<String> layersFor(String runtime) {
    List<String> named = layers.stream().filter(layer -> !LayerName.isVersionArn(layer)).toList();
    List<String> words = new ArrayList<>(named);
    boolean onlyCollector = !layers.isEmpty() && named.stream().allMatch("collector"::equals);
    if (layers.isEmpty() || (onlyCollector && layerArns().isEmpty())) {
      BuiltLayer language = languageOf(runtime);
      if (language != null) {
        words.add(0, language.word());
      }
    }
    return words;
  }

  private static @Nullable BuiltLayer languageOf(String runtime) {
    for (BuiltLayer layer : BuiltLayer.values()) {
      if (layer.runtimes().contains(runtime)) {
        return layer;
      }
    }
    return null;
  }

  /**
   * Makes the variables.
   *
   * @param headers the secret's text, or null
   */
  Map<String, String> variables(List<LayerChoice> choices, @Nullable String headers) {
    Map<String, String> variables = new LinkedHashMap<>();
    boolean instruments = choices.stream().anyMatch(LayerChoice::instruments);
    boolean collects = choices.stream().anyMatch(choice -> !choice.instruments());
    if (instruments) {
      variables.put(Change.EXEC_WRAPPER, Change.SCRIPT);
    }
    if (endpoint != null) {
      variables.put(
          collects ? "OTEL_LAMBDA_COLLECTOR_ENDPOINT" : "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    }
    if (headers != null) {
      variables.put("OTEL_EXPORTER_OTLP_HEADERS", headers);
    }
    if (flush != null) {
      variables.put("OTEL_LAMBDA_FLUSH", flush);
    }
    variables.putAll(environment);
    return variables;
  }
}
