package io.opentelemetry.lambda.tools.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.opentelemetry.lambda.tools.ToolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code layers.json}: what is published where, one layer of one region in each line. */
public final class LayersFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter ONE_LINE = JSON.writer(new OneLine());

  private final Path path;
  private final ArnTable table;
  private final Map<String, LayerEntry> recorded = new LinkedHashMap<>();
  private final Set<String> forgotten = new HashSet<>();

  LayersFile(Path path, ArnTable table) {
    this.path = path;
    this.table = table;
  }

  /** Keeps what a region has, in place of the layer's earlier version there. */
  synchronized void record(LayerEntry entry) {
    recorded.put(entry.layerArn(), entry);
  }

  /** Drops a version that is deleted. */
  synchronized void forget(String arn) {
    forgotten.add(arn);
  }

  /** Writes what has changed; entries of other layers and regions stay. */
  synchronized void write() {
    if (recorded.isEmpty() && forgotten.isEmpty()) {
      return;
    }
    List<LayerEntry> entries = new ArrayList<>(recorded.values());
    for (LayerEntry old : read(path)) {
      if (!recorded.containsKey(old.layerArn()) && !forgotten.contains(old.arn())) {
        entries.add(old);
      }
    }
    entries.sort(
        Comparator.comparing(LayerEntry::name)
            .thenComparing(LayerEntry::region)
            .thenComparing(LayerEntry::arn));
    try {
      Files.writeString(path, text(entries));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    table.write(entries);
  }

  /**
   * Reads such a file; one that is not there has no entries.
   *
   * @throws ToolException if it is something else
   */
  public static List<LayerEntry> read(Path path) {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      return JSON.readValue(path.toFile(), Content.class).layers();
    } catch (JsonProcessingException e) {
      throw ToolException.usage(path + " is not what publish writes: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(List<LayerEntry> entries) throws JsonProcessingException {
    StringBuilder text = new StringBuilder("{\n  \"layers\": [\n");
    String separator = "";
    for (LayerEntry entry : entries) {
      text.append(separator).append("    ").append(ONE_LINE.writeValueAsString(entry));
      separator = ",\n";
    }
    return text.append(entries.isEmpty() ? "" : "\n").append("  ]\n}\n").toString();
  }

  private record Content(List<LayerEntry> layers) {}

  /** Prints {@code {"a": 1, "b": 2}}. */
  private static final class OneLine extends MinimalPrettyPrinter {

    private static final long serialVersionUID = 1;

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(", ");
    }
  }
}
