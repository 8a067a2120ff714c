package io.opentelemetry.lambda.instrumentation.logging;

/** Says how much a record matters, by the names that {@code java.util.logging.Level} has. */
public final class Level {

  public static final Level SEVERE = new Level(true);
  public static final Level WARNING = new Level(true);
  public static final Level INFO = new Level(false);
  public static final Level CONFIG = new Level(false);
  public static final Level FINE = new Level(false);
  public static final Level FINER = new Level(false);
  public static final Level FINEST = new Level(false);

  final boolean isPrinted;

  private Level(boolean isPrinted) {
    this.isPrinted = isPrinted;
  }
}
