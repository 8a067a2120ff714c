package io.opentelemetry.lambda.libraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of client libraries in the documents, one row for each. */
final class DocumentedTable {

  static final String PAGE = "docs/client-libraries.md";

  private static final String HEADER =
      "| library | versions (tested with) | server in the tests | the agent's name | how the wrapper"
          + " layer does it |";
  private static final String LINE = "| --- | --- | --- | --- | --- |";

  /** The page with the table of these libraries. */
  static String update(String page, Map<String, ClientLibrary> libraries) {
    List<String> lines = new ArrayList<>(page.lines().toList());
    int start = lines.indexOf(HEADER);
    if (start < 0) {
      throw new IllegalArgumentException(PAGE + ": there is no line " + HEADER);
    }
    int end = start;
    while (end < lines.size() && lines.get(end).startsWith("|")) {
      end++;
    }
    List<String> table = lines.subList(start, end);
    table.clear();
    table.add(HEADER);
    table.add(LINE);
    libraries.values().stream()
        .filter(library -> library.name() != null)
        .map(ClientLibrary::row)
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .forEach(table::add);
    return String.join("\n", lines) + "\n";
  }

  static void write(Path root, Map<String, ClientLibrary> libraries) throws IOException {
    Path page = root.resolve(PAGE);
    Files.writeString(page, update(Files.readString(page), libraries));
  }

  private DocumentedTable() {}
}
