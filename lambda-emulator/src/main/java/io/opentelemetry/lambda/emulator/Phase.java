package io.opentelemetry.lambda.emulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of an execution environment's life.
 *
 * @param requestId the invocation that it belongs to, or null
 */
public record Phase(Kind kind, Instant start, Instant end, @Nullable String requestId) {

  /** Kinds of phases, by what the environment does meanwhile. */
  public enum Kind {
    /** Extensions and the runtime start, until all of them have asked for their first event. */
    INIT,
    /** The hooks of SnapStart run after a snapshot has been restored. */
    RESTORE,
    /** The function has an event and has not answered yet. */
    INVOCATION,
    /** The function has answered, and the runtime or an extension is not done yet. */
    AFTER_RESPONSE,
    /** No process gets any CPU. */
    FROZEN,
    /** The processes are told to end. */
    SHUTDOWN
  }
}
