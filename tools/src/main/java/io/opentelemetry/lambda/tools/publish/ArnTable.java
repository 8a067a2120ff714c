package io.opentelemetry.lambda.tools.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of public layers in a document, between two comments. */
final class ArnTable {

  private static final String BEGIN = "<!-- layers: begin, written by publish -->\n";
  private static final String END = "<!-- layers: end -->";

  private final Path document;

  ArnTable(Path document) {
    this.document = document;
  }

  /** Writes a row for each ARN but for its region; a document without the comments stays. */
  void write(List<LayerEntry> entries) {
    try {
      String text = Files.exists(document) ? Files.readString(document) : "";
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (begin >= 0 && end > begin) {
        Files.writeString(
            document,
            text.substring(0, begin + BEGIN.length()) + rows(entries) + text.substring(end));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rows(List<LayerEntry> entries) {
    Map<String, List<String>> regions = new TreeMap<>();
    for (LayerEntry entry : entries) {
      if (entry.isPublic()) {
        String arn = entry.arn().replace(":" + entry.region() + ":", ":REGION:");
        regions
            .computeIfAbsent("| " + entry.name() + " | `" + arn + "` | ", row -> new ArrayList<>())
            .add("`" + entry.region() + "`");
      }
    }
    if (regions.isEmpty()) {
      return "There are no public layer ARNs yet: publish the layers in your own account.\n";
    }
    StringBuilder rows = new StringBuilder("| layer | ARN | regions |\n| --- | --- | --- |\n");
    regions.forEach(
        (row, names) -> rows.append(row).append(String.join(", ", names)).append(" |\n"));
    return rows.toString();
  }
}
