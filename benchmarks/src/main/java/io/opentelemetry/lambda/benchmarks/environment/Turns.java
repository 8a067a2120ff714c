package io.opentelemetry.lambda.benchmarks.environment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which things are measured, so that none has the same place each time. */
public final class Turns {

  /** In the first round A B C, then B C A, then C A B, and so on. */
  public static <T> List<T> round(List<T> all, int round) {
    List<T> turned = new ArrayList<>(all);
    Collections.rotate(turned, -round);
    return turned;
  }

  private Turns() {}
}
