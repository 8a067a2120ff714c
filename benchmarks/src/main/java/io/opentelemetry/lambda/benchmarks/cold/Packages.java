package io.opentelemetry.lambda.benchmarks.cold;

/** Groups classes by whose they are. */
final class Packages {

  private static final int SEGMENTS = 3;

  /**
   * The first three parts of a class's package, such as {@code io.opentelemetry.sdk}, or fewer if
   * it has no more.
   */
  static String group(String className) {
    int end = -1;
    for (int i = 0; i < SEGMENTS; i++) {
      int dot = className.indexOf('.', end + 1);
      if (dot < 0) {
        break;
      }
      end = dot;
    }
    return end < 0 ? "(no package)" : className.substring(0, end);
  }

  /** Tells whether a class is the JDK's own. */
  static boolean isOfTheJdk(String className) {
    return className.startsWith("java.")
        || className.startsWith("javax.")
        || className.startsWith("jdk.")
        || className.startsWith("sun.")
        || className.startsWith("com.sun.");
  }

  private Packages() {}
}
