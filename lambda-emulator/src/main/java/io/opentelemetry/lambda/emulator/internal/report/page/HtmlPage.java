package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.internal.report.PageText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that the page's template shows. Texts are as {@link PageText} makes them, times and
 * durations as people read them.
 *
 * @param title the function's name
 */
record HtmlPage(String title, String started, List<Tile> tiles, List<Section> environments) {

  /** A number of the summary, with what has to be said of it. */
  record Tile(String label, String value, String note, boolean alarming) {}

  /**
   * An environment.
   *
   * @param entries the init, the invocations and the shutdown, in the order of time
   */
  record Section(int number, String name, String memory, List<Entry> entries) {}

  /**
   * An entry of the page: what an environment was asked to do at one time.
   *
   * @param anchor an id that no other entry has
   * @param status {@code ok}, {@code error}, {@code timeout}, or empty where there is none
   * @param duration empty where it is not known, as the three after it
   * @param from where it begins on the timeline, in nanoseconds since the run began
   * @param to where it ends
   */
  record Entry(
      String anchor,
      String title,
      boolean coldStart,
      String status,
      String duration,
      String afterResponse,
      String started,
      String requestId,
      @Nullable String response,
      @Nullable Failure error,
      List<Line> log,
      long from,
      long to) {}

  /**
   * An error.
   *
   * @param stackTrace its lines, or empty
   */
  record Failure(String type, String message, String stackTrace) {}

  /** A line of the log. */
  record Line(String time, String source, String text) {}
}
