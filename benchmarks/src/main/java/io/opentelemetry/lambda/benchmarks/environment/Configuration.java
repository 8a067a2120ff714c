package io.opentelemetry.lambda.benchmarks.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;

/**
 * One of the things that are compared.
 *
 * @param layers zips, later ones lie over earlier ones; none for the bare function
 * @param variables the function's own, with layers or without
 */
public record Configuration(String name, List<Path> layers, Map<String, String> variables) {

  public static final String NONE = "none";

  private static final Map<String, String> OURS =
      Map.of(
          "python", "python-layer/target/opentelemetry-python-layer.zip",
          "nodejs", "nodejs-layer/target/opentelemetry-nodejs-layer.zip",
          "ruby", "ruby-layer/target/opentelemetry-ruby-layer.zip",
          "wrapper", "wrapper-layer/target/opentelemetry-java-wrapper-layer.zip",
          "javaagent", "javaagent-layer/target/opentelemetry-javaagent-layer.zip");

  /** The layers that existing-layers.sh builds from what others have published. */
  private static final Set<String> PUBLISHED =
      Set.of(
          "existing-wrapper",
          "existing-javaagent",
          "existing-python",
          "adot-python",
          "datadog-python",
          "existing-nodejs",
          "adot-nodejs",
          "datadog-nodejs");

  private static final String VARIABLE = ",env ";
  private static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";
  private static final String HANDLER = "otel-handler";

  /**
   * Reads {@code NAME[=LAYER[+LAYER…]][,env K=V…]}, where LAYER is a zip, {@code none}, or one of
   * this project's layers or of the published ones, such as {@code python} or {@code adot-python}.
   * Without it, the name is the layer.
   *
   * <p>Layers that have an {@code otel-handler} are started by it, unless the variables say
   * otherwise.
   *
   * @throws IllegalArgumentException if that is not what it is, or there is no such zip
   */
  public static Configuration parse(String text) {
    String[] parts = text.split(VARIABLE, -1);
    int equals = parts[0].indexOf('=');
    String name = equals < 0 ? parts[0] : parts[0].substring(0, equals);
    check(!name.isBlank(), text + ": a layer has a name: NAME=ZIP");
    List<Path> layers = new ArrayList<>();
    for (String layer : parts[0].substring(equals + 1).split("\\+", -1)) {
      if (!layer.equals(NONE)) {
        layers.add(layer(layer, equals < 0));
      }
    }
    Map<String, String> variables = new LinkedHashMap<>();
    if (layers.stream().anyMatch(Configuration::isStartedByItsHandler)) {
      variables.put(EXEC_WRAPPER, "/opt/" + HANDLER);
    }
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('=');
      check(end > 0, text + ": " + parts[i] + " is no K=V");
      variables.put(parts[i].substring(0, end), parts[i].substring(end + 1));
    }
    return new Configuration(name, List.copyOf(layers), variables);
  }

  private static Path layer(String text, boolean isName) {
    String ours =
        PUBLISHED.contains(text) ? "benchmarks/target/existing/" + text + ".zip" : OURS.get(text);
    check(
        ours != null || !isName,
        text
            + ": there are none, wrapper, javaagent, python, nodejs and ruby; any other layer is NAME=ZIP");
    Path zip = ours == null ? Path.of(text) : Project.root().resolve(ours);
    check(
        Files.isRegularFile(zip),
        zip + ": there is no such file" + (ours == null ? "" : "; ./run.sh build makes it"));
    return zip;
  }

  private static boolean isStartedByItsHandler(Path zip) {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return file.getEntry(HANDLER) != null;
    } catch (IOException e) {
      throw new IllegalArgumentException(zip + " is no zip: " + e.getMessage(), e);
    }
  }

  /** Tells whether it is the bare function, which all others are compared with. */
  public boolean isNone() {
    return name.equals(NONE);
  }

  /** The same with one more option for the JVM, whatever it is told already. */
  public Configuration withJvmOption(String option) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.merge("JAVA_TOOL_OPTIONS", option, (given, added) -> given + " " + added);
    return new Configuration(name, layers, more);
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
