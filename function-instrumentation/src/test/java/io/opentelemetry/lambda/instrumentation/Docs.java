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

/** Reads tables of the pages in docs/, which tests compare with what they have tested. */
public final class Docs {

  private static final Path FOLDER = Path.of("../docs");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The rows, without the head, of the page's table whose first column has this name. */
  public static List<List<String>> table(String page, String firstColumn) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : lines(page)) {
      if (inside && !line.startsWith("|")) {
        return rows;
      }
      if (inside && !line.startsWith("| ---")) {
        rows.add(cells(line));
      }
      inside = inside || (line.startsWith("|") && cells(line).get(0).equals(firstColumn));
    }
    throw new IllegalStateException(page + ": no table of " + firstColumn);
  }

  /** The names that a cell has as code. */
  public static List<String> names(String cell) {
    return CODE.matcher(cell).results().map((MatchResult result) -> result.group(1)).toList();
  }

  private static List<String> cells(String line) {
    String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
    return Arrays.stream(cells).map(String::trim).toList();
  }

  private static List<String> lines(String page) {
    try {
      return Files.readAllLines(FOLDER.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Docs() {}
}
