package io.opentelemetry.lambda.wrapper.internal.classpath;

/** A version's numbers: {@code 1.65.0}, {@code 1.65.0-alpha}, {@code 2.0.0-SNAPSHOT}. */
final class Version {

  /** Compares as a comparator does; what cannot be read as a number is 0. */
  static int compare(String version, String other) {
    String[] parts = numbers(version);
    String[] others = numbers(other);
    for (int i = 0; i < parts.length && i < others.length; i++) {
      int difference = number(parts[i]) - number(others[i]);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static String[] numbers(String version) {
    int qualifier = version.indexOf('-');
    return (qualifier < 0 ? version : version.substring(0, qualifier)).trim().split("\\.", -1);
  }

  private static int number(String part) {
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Version() {}
}
