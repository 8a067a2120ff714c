package io.opentelemetry.lambda.emulator.internal.report.page;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A time axis on which stretches without work take little room, however long they were.
 *
 * <p>It is made of pieces, each with a scale of its own. What an environment did while it was awake
 * is true to scale: one unit of width for each nanosecond.
 */
final class TimeAxis {

  /** The most that one stretch without work takes, as a part of all work, ... */
  private static final double MAX_REST = 0.08;

  /** ... and the most that all of them take together. */
  private static final double MAX_RESTS = 0.3;

  /** How long an axis is on which nothing takes any time. */
  private static final long SHORTEST_NANOS = 1_000_000;

  private final TreeMap<Long, Map<Load, Integer>> changes = new TreeMap<>();

  static TimeAxis create() {
    return new TimeAxis();
  }

  private TimeAxis() {}

  /** An environment was awake. */
  void addWork(long start, long end) {
    add(Load.WORK, start, end);
  }

  /** An environment was frozen, which makes all spans of that time unimportant. */
  void addRest(long start, long end) {
    add(Load.REST, start, end);
  }

  /** A span ran, perhaps outside of all that is known of the environments. */
  void addSpan(long start, long end) {
    add(Load.SPAN, start, Math.max(start, end));
  }

  private void add(Load load, long start, long end) {
    change(start, load, 1);
    change(end, load, -1);
  }

  private void change(long time, Load load, int number) {
    changes
        .computeIfAbsent(time, key -> new EnumMap<>(Load.class))
        .merge(load, number, Integer::sum);
  }

  /** The whole axis, from left to right, without a gap; at least one piece. */
  List<Piece> pieces() {
    List<Stretch> stretches = stretches();
    double work = total(stretches, Load.WORK);
    double scaled = work > 0 ? work : total(stretches, Load.SPAN);
    long rests = stretches.stream().filter(stretch -> stretch.load == Load.REST).count();
    double maxRest = scaled * Math.min(MAX_REST, MAX_RESTS / Math.max(1, rests));
    List<Piece> pieces = new ArrayList<>();
    for (Stretch stretch : stretches) {
      double maxWidth =
          switch (stretch.load) {
            case WORK -> Double.MAX_VALUE;
            // a clock that is wrong by years must not squeeze the run to nothing
            case SPAN -> scaled;
            case REST -> maxRest;
          };
      pieces.add(new Piece(stretch.start, stretch.end, Math.min(stretch.length(), maxWidth)));
    }
    if (scaled > 0) {
      return pieces;
    }
    long start = changes.isEmpty() ? 0 : changes.firstKey();
    return List.of(new Piece(start, start + SHORTEST_NANOS, SHORTEST_NANOS));
  }

  private static double total(List<Stretch> stretches, Load load) {
    return stretches.stream()
        .filter(stretch -> stretch.load == load)
        .mapToDouble(Stretch::length)
        .sum();
  }

  private List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    Map<Load, Integer> running = new EnumMap<>(Load.class);
    for (Map.Entry<Long, Map<Load, Integer>> change : changes.entrySet()) {
      change.getValue().forEach((load, number) -> running.merge(load, number, Integer::sum));
      Long next = changes.higherKey(change.getKey());
      if (next != null) {
        append(stretches, new Stretch(load(running), change.getKey(), next));
      }
    }
    return stretches;
  }

  private static Load load(Map<Load, Integer> running) {
    if (running.getOrDefault(Load.WORK, 0) > 0) {
      return Load.WORK;
    }
    boolean rest = running.getOrDefault(Load.REST, 0) > 0;
    return !rest && running.getOrDefault(Load.SPAN, 0) > 0 ? Load.SPAN : Load.REST;
  }

  private static void append(List<Stretch> stretches, Stretch next) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).load == next.load) {
      stretches.set(last, new Stretch(next.load, stretches.get(last).start, next.end));
    } else {
      stretches.add(next);
    }
  }

  /**
   * A stretch of time with a scale of its own.
   *
   * @param start in nanoseconds, as all times here
   * @param width how much of the axis it takes; less than its length where it is compressed
   */
  record Piece(long start, long end, double width) {}

  private enum Load {
    WORK,
    SPAN,
    REST
  }

  private record Stretch(Load load, long start, long end) {
    double length() {
      return (double) end - start;
    }
  }
}
