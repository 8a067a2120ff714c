package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result as the runtime reports it: a response, or an error and what it is logged with.
 *
 * @param response the bytes as Latin-1, in which none is lost
 */
record Result(@Nullable String response, List<String> error) {

  static Result of(byte[] response) {
    return new Result(new String(response, ISO_8859_1), List.of());
  }

  static Result of(Throwable thrown) {
    List<String> error = new ArrayList<>();
    if (thrown instanceof UserFault fault) {
      error.addAll(Arrays.asList(fault.msg, fault.exception, String.valueOf(fault.fatal)));
      if (fault.trace != null) {
        fault.trace.lines().filter(line -> !isReflection(line)).forEach(error::add);
      }
      return new Result(null, error);
    }
    add(thrown, "", error);
    return new Result(null, error);
  }

  /** The runtime logs the trace too, which is the only thing that differs. */
  static Result ofInit(UserFault fault) {
    return new Result(null, Arrays.asList("init", fault.msg, fault.exception));
  }

  private static void add(Throwable thrown, String role, List<String> error) {
    if (error.size() > 5000) {
      return;
    }
    error.add(role + thrown.getClass().getName() + ": " + thrown.getLocalizedMessage());
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (!isReflection(frame.getClassName())) {
        error.add(frame.toString());
      }
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      add(suppressed, "suppressed ", error);
    }
    if (thrown.getCause() != null) {
      add(thrown.getCause(), "caused by ", error);
    }
  }

  /** How often a method has been called decides which classes of the JDK's call it. */
  private static boolean isReflection(String frame) {
    return frame.contains("reflect");
  }
}
