package io.opentelemetry.lambda.instrumentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tables of the project's README, which tests compare with what they have tested. */
final class Readme {

  private static final Path FILE = Path.of("../README.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The rows, without the head, of the table whose first column has this name. */
  static List<List<String>> table(String firstColumn) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : lines()) {
      if (inside && !line.startsWith("|")) {
        return rows;
      }
      if (inside && !line.startsWith("| ---")) {
        rows.add(cells(line));
      }
      inside = inside || (line.startsWith("|") && cells(line).get(0).equals(firstColumn));
    }
    throw new IllegalStateException("no table of " + firstColumn);
  }

  /** What a cell has as code. */
  static List<String> names(String cell) {
    return CODE.matcher(cell).results().map((MatchResult result) -> result.group(1)).toList();
  }

  private static List<String> cells(String line) {
    String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
    return Arrays.stream(cells).map(String::trim).toList();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Readme() {}
}
