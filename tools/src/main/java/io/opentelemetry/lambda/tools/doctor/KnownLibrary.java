package io.opentelemetry.lambda.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client library that the layers or build-time instrumentation can trace.
 *
 * @param instrumentation its name among the agent's instrumentations
 * @param since the version from which on the wrapper layer knows it; {@value #NEVER} for none
 * @param atBuildTime whether it can be instrumented at build time
 * @param artifacts as {@code group:artifact}
 * @param marker a file that each version has
 * @param bound a file that no version before {@code since} has, or after {@value #OLDER} that only
 *     those have; {@value #NEVER} for none
 */
record KnownLibrary(
    String instrumentation,
    String since,
    boolean atBuildTime,
    List<String> artifacts,
    String marker,
    String bound,
    String name) {

  private static final String TABLE = "/io/opentelemetry/lambda/known-libraries";
  private static final String NEVER = "-";
  private static final String OLDER = "!";
  private static final Pattern NUMBERS = Pattern.compile("\\d+");

  static List<KnownLibrary> all() throws IOException {
    try (InputStream table = KnownLibrary.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IOException(TABLE + " is missing");
      }
      return new BufferedReader(new InputStreamReader(table, UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(KnownLibrary::parse)
          .toList();
    }
  }

  private static KnownLibrary parse(String line) {
    String[] columns = line.split(" ", 7);
    return new KnownLibrary(
        columns[0],
        columns[1],
        columns[2].equals("yes"),
        List.of(columns[3].split(",")),
        columns[4],
        columns[5],
        columns[6]);
  }

  /** The file that tells older versions from newer ones, without a sign; may be none. */
  String boundFile() {
    return bound.startsWith(OLDER) ? bound.substring(OLDER.length()) : bound;
  }

  boolean isNeverTraced() {
    return since.equals(NEVER);
  }

  /**
   * Tells whether a version is older than those that are traced.
   *
   * @param version empty if it is not known
   * @param hasBound whether the function has the file that tells older versions from newer ones
   */
  boolean isOlder(String version, boolean hasBound) {
    if (version.isEmpty()) {
      return !bound.equals(NEVER) && hasBound == bound.startsWith(OLDER);
    }
    Matcher found = NUMBERS.matcher(version);
    Matcher needed = NUMBERS.matcher(since);
    while (found.find() && needed.find()) {
      int difference = Integer.compare(number(found), number(needed));
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  /** A date may be longer than an integer is. */
  private static int number(Matcher digits) {
    return Integer.parseInt(digits.group().substring(0, Math.min(9, digits.group().length())));
  }
}
