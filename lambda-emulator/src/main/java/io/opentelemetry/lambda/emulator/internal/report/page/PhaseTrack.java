package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.Phase;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which phase of an environment a time lies in. */
final class PhaseTrack {

  static final int NONE = -1;

  private final List<Phase> phases;
  private final RunClock clock;
  private final TreeMap<Long, Integer> byStart = new TreeMap<>();

  static PhaseTrack of(EnvironmentReport environment, RunClock clock) {
    return new PhaseTrack(environment.phases(), clock);
  }

  private PhaseTrack(List<Phase> phases, RunClock clock) {
    this.phases = phases;
    this.clock = clock;
    for (int i = 0; i < phases.size(); i++) {
      byStart.put(clock.at(phases.get(i).start()), i);
    }
  }

  /** The phase's place among all, or {@link #NONE} where there is none. */
  int phaseAt(long time) {
    Map.Entry<Long, Integer> phase = byStart.floorEntry(time);
    return phase == null || time > clock.at(phases.get(phase.getValue()).end())
        ? NONE
        : phase.getValue();
  }

  /**
   * Tells whether two phases are of one turn, so that the environment was not put to work anew
   * between them. What follows a response is part of the same turn, and so is the time frozen after
   * it: what was sent before the freeze may be received a moment into it. An init and the first
   * invocation are one turn, too, as nothing can be sent before there is something to do.
   */
  boolean inOneTurn(int phase, int other) {
    return turn(phase) == turn(other);
  }

  private int turn(int phase) {
    int turn = phase;
    while (turn > 0 && (follows(phases.get(turn).kind()) || isFirst(turn))) {
      turn--;
    }
    return turn;
  }

  /** Tells whether a phase is the first invocation after an init, or the restore before it. */
  private boolean isFirst(int phase) {
    int before = phase - 1;
    while (before > 0 && phases.get(before).kind() == Phase.Kind.FROZEN) {
      before--;
    }
    Phase.Kind kind = phases.get(before).kind();
    return switch (phases.get(phase).kind()) {
      case INVOCATION -> kind == Phase.Kind.INIT || kind == Phase.Kind.RESTORE;
      case RESTORE -> kind == Phase.Kind.INIT;
      default -> false;
    };
  }

  private static boolean follows(Phase.Kind kind) {
    return kind == Phase.Kind.AFTER_RESPONSE || kind == Phase.Kind.FROZEN;
  }
}
