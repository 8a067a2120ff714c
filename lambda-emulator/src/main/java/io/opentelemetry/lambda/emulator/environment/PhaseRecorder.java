package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps account of an environment's phases, one after the other. */
final class PhaseRecorder {

  private final List<Phase> phases = new ArrayList<>();
  private Phase.@Nullable Kind kind;
  private @Nullable String requestId;
  private Instant start = Instant.MIN;

  /** Ends the phase there was, and begins another. */
  void begin(Phase.Kind next, @Nullable String nextRequestId) {
    Instant now = Instant.now();
    end(now);
    kind = next;
    requestId = nextRequestId;
    start = now;
  }

  void end() {
    end(Instant.now());
  }

  private void end(Instant now) {
    if (kind != null) {
      phases.add(new Phase(kind, start, now, requestId));
      kind = null;
    }
  }

  /** The phases so far, the one that goes on included. */
  List<Phase> phases() {
    List<Phase> all = new ArrayList<>(phases);
    if (kind != null) {
      all.add(new Phase(kind, start, Instant.now(), requestId));
    }
    return all;
  }
}
