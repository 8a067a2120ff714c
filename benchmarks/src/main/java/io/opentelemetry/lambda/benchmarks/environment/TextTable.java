package io.opentelemetry.lambda.benchmarks.environment;

import java.util.ArrayList;
import java.util.List;

/** Lines of columns: the first to the left, all others, which are numbers, to the right. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public static TextTable of(String... headings) {
    TextTable table = new TextTable();
    table.add(headings);
    return table;
  }

  private TextTable() {}

  /** Adds a row of as many cells as there are headings. */
  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines, headings first. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String padding = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? cell + padding : GAP + padding + cell);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
