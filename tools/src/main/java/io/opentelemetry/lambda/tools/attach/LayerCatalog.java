package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import io.opentelemetry.lambda.tools.publish.LayerEntry;
import io.opentelemetry.lambda.tools.publish.LayersFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The published layers of one region, and those among them that a function shall have. */
final class LayerCatalog {

  private final List<LayerEntry> entries;
  private final Path file;
  private final String region;

  /** Reads what {@code publish} has written, or an equal file. */
  static LayerCatalog read(Path file, String region) {
    return new LayerCatalog(
        LayersFile.read(file).stream().filter(entry -> entry.region().equals(region)).toList(),
        file,
        region);
  }

  private LayerCatalog(List<LayerEntry> entries, Path file, String region) {
    this.entries = entries;
    this.file = file;
    this.region = region;
  }

  /** Gets the newest versions by the ARNs of all versions. */
  Map<String, Integer> newest() {
    Map<String, Integer> newest = new LinkedHashMap<>();
    entries.forEach(
        entry ->
            newest.merge(
                LayerName.withoutVersion(entry.arn()), LayerName.version(entry.arn()), Math::max));
    return newest;
  }

  /**
   * Finds the layers for a runtime and an architecture.
   *
   * @param words those of {@link BuiltLayer}, {@code collector}, or names as published
   * @throws LeftAloneException if one of them is not for that function, or not published here
   */
  List<LayerChoice> choose(List<String> words, String runtime, String architecture) {
    List<LayerChoice> choices = new ArrayList<>();
    for (String word : words) {
      BuiltLayer layer = layer(word, architecture);
      String name = layer == null ? word : layer.publishedName();
      LayerEntry entry = newest(name, word, architecture);
      if (!entry.runtimes().isEmpty() && !entry.runtimes().contains(runtime)) {
        throw new LeftAloneException(
            LayerName.shorten(entry.arn())
                + " is for "
                + String.join(", ", entry.runtimes())
                + ", and the function's runtime is "
                + runtime);
      }
      choices.add(
          new LayerChoice(
              entry.arn(), layer == null ? !name.contains("collector") : !layer.isCollector()));
    }
    return choices;
  }

  private static @Nullable BuiltLayer layer(String word, String architecture) {
    if (word.equals("collector")) {
      return architecture.equals("arm64") ? BuiltLayer.COLLECTOR_ARM64 : BuiltLayer.COLLECTOR_AMD64;
    }
    for (BuiltLayer layer : BuiltLayer.values()) {
      if (layer.word().equals(word)) {
        return layer;
      }
    }
    return null;
  }

  private LayerEntry newest(String name, String word, String architecture) {
    List<LayerEntry> named = entries.stream().filter(entry -> entry.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new LeftAloneException(
          "the layer "
              + name
              + " is not published in "
              + region
              + " by "
              + file
              + ": publish it, name another file by --layers-json, or an ARN by --layer");
    }
    return named.stream()
        .filter(
            entry ->
                entry.architectures().isEmpty() || entry.architectures().contains(architecture))
        .max(Comparator.comparingInt(entry -> LayerName.version(entry.arn())))
        .orElseThrow(
            () -> new LeftAloneException("the layer " + word + " is not for " + architecture));
  }

  /**
   * Checks the words before any function is asked for.
   *
   * @throws ToolException if one is neither a name nor an ARN of a version
   */
  static void check(List<String> words) {
    for (String word : words) {
      if (word.startsWith("arn:") && !LayerName.isVersionArn(word)) {
        throw ToolException.usage(
            "--layer " + word + ": an ARN with a version is needed, such as …:layer:name:3");
      }
    }
  }
}
