package io.opentelemetry.lambda.tests.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page {@code docs/conformance.md}: layer × case. */
final class Matrix {

  static final String PASSES = "✓";
  static final String FAILS = "✗";

  /** The layer has not been tried. */
  static final String UNKNOWN = "";

  private static final Path PAGE =
      Path.of(System.getProperty("project.root"), "docs/conformance.md");

  private static final String HEAD =
      """
      # What does each layer report?

      Every layer is run with the same cases, [`conformance/`](../conformance): what a function is invoked with, what it does, and what must be reported and answered.
      This page is written by the test `ConformanceIT`, which fails if a cell that passed does not pass any more; `-Dconformance.write=true` writes it anew.

      ✓ passes · ✗ does not · – the layer can't have it, for a reason given below · empty: not run
      """;

  private final ConformanceTable table;
  private final List<Column> columns;

  Matrix(ConformanceTable table, List<Column> columns) {
    this.table = table;
    this.columns = columns;
  }

  /** The cells that the page has now: the column's results by the names of the cases. */
  static Map<String, Map<String, String>> read() {
    Map<String, Map<String, String>> columns = new LinkedHashMap<>();
    List<String> names = List.of();
    for (String line : lines()) {
      List<String> cells = cells(line);
      if (line.startsWith("| case |")) {
        names = cells.subList(1, cells.size());
      } else if (line.startsWith("| `")) {
        for (int i = 0; i < names.size(); i++) {
          columns
              .computeIfAbsent(names.get(i), name -> new LinkedHashMap<>())
              .put(cells.get(0).replace("`", ""), cells.get(i + 1));
        }
      }
    }
    return columns;
  }

  private static List<String> lines() {
    try {
      return Files.exists(PAGE) ? Files.readAllLines(PAGE) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    if (!line.startsWith("|")) {
      return List.of();
    }
    String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
    return Arrays.stream(cells).map(String::trim).toList();
  }

  /** Writes the page with the cells that it had, and those of a column that has been run. */
  void write(String column, Map<String, String> results) {
    Map<String, Map<String, String>> cells = read();
    cells.computeIfAbsent(column, name -> new LinkedHashMap<>()).putAll(results);
    write(page(cells));
  }

  private static void write(String page) {
    try {
      Files.writeString(PAGE, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page(Map<String, Map<String, String>> cells) {
    StringBuilder page = new StringBuilder(HEAD);
    List<String> reasons = new ArrayList<>();
    for (String file : ConformanceTable.FILES) {
      page.append("\n## ").append(file).append("\n\n| case |");
      columns.forEach(column -> page.append(' ').append(column.name()).append(" |"));
      page.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
      for (ConformanceCase testCase : table.cases()) {
        if (testCase.file().equals(file)) {
          page.append("| `").append(testCase.name()).append("` |");
          for (Column column : columns) {
            page.append(' ').append(cell(testCase, column, cells, reasons)).append(" |");
          }
          page.append('\n');
        }
      }
    }
    if (!reasons.isEmpty()) {
      page.append("\n## What a layer can't have\n\n");
      reasons.stream().distinct().forEach(reason -> page.append(reason).append('\n'));
    }
    return page.toString();
  }

  private static String cell(
      ConformanceCase testCase,
      Column column,
      Map<String, Map<String, String>> cells,
      List<String> reasons) {
    Optional<String> not = testCase.not(column.names());
    if (not.isPresent()) {
      reasons.add("- `" + testCase.name() + "`, " + column.name() + ": " + not.get());
      return "–";
    }
    return cells.getOrDefault(column.name(), Map.of()).getOrDefault(testCase.name(), UNKNOWN);
  }
}
