package io.opentelemetry.lambda.tests;

/** How much a run of the tests takes on: {@code -Dtests.all=true} asks for all, as each night. */
public final class Thoroughness {

  public static final boolean ALL = Boolean.getBoolean("tests.all");

  /** Chooses how often something is done that is done in all runs. */
  static int times(int inEach, int inAll) {
    return ALL ? inAll : inEach;
  }

  private Thoroughness() {}
}
