package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.FunctionError;
import java.time.Duration;
import java.util.Locale;

/** The errors that Lambda answers with in the function's place. */
final class LambdaErrors {

  static final String TIMED_OUT = "Sandbox.Timedout";

  static final String EXITED = "Runtime.ExitError";

  /** As in telemetry events; a caller gets {@link #EXITED} all the same. */
  static final String OUT_OF_MEMORY = "Runtime.OutOfMemory";

  private static final int SIGNAL_BASE = 128;
  private static final int SIGKILL = 9;

  static FunctionError timedOut(String requestId, Duration timeout) {
    return error(
        TIMED_OUT,
        requestId,
        String.format(
            Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0));
  }

  static FunctionError exited(String requestId, int status) {
    return error(EXITED, requestId, description(status));
  }

  /** The hooks after a restore took too long. */
  static FunctionError restoreTimedOut(Duration timeout) {
    return FunctionError.of(
        "Runtime.RestoreTimeout", "Restore timed out after " + timeout.toSeconds() + " seconds");
  }

  /** The runtime ended before it asked for an event. */
  static FunctionError exited(int status) {
    return FunctionError.of(EXITED, description(status));
  }

  /** An extension ended, which it must not before the environment is shut down. */
  static FunctionError extensionExited(String name, int status) {
    return FunctionError.of(
        "Extension.Crash",
        "extension " + name + " exited: " + (status == 0 ? "exit status 0" : description(status)));
  }

  private static String description(int status) {
    if (status == 0) {
      return "Runtime exited without providing a reason";
    }
    if (status == SIGNAL_BASE + SIGKILL) {
      return "Runtime exited with error: signal: killed";
    }
    return "Runtime exited with error: exit status " + status;
  }

  private static FunctionError error(String type, String requestId, String message) {
    return FunctionError.of(type, "RequestId: " + requestId + " Error: " + message);
  }

  private LambdaErrors() {}
}
