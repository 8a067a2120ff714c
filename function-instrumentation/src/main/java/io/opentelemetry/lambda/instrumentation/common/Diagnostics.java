package io.opentelemetry.lambda.instrumentation.common;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says on the function's log, in one line each and only once, what had to be left out. */
public final class Diagnostics {

  /** Bounds the memory that ever changing messages could take. */
  private static final int MAX_MESSAGES = 100;

  private static final Set<String> printed = Collections.newSetFromMap(new ConcurrentHashMap<>());

  /** Prints {@code [otel] message}, unless the same has been printed before. */
  public static void warn(String message) {
    warnOnce(message, message);
  }

  /** Prints {@code [otel] what: cause}, unless it was left out for such a cause before. */
  public static void warn(String what, Throwable cause) {
    warnOnce(what + cause.getClass(), what + ": " + describe(cause));
  }

  /** Prints {@code [otel] message}, unless a message of this kind has been printed before. */
  public static void warnOnce(String kind, String message) {
    if (printed.size() < MAX_MESSAGES && printed.add(kind)) {
      say(message);
    }
  }

  /** Prints {@code [otel] message}, however often: for what the caller says seldom by itself. */
  @SuppressWarnings("SystemOut") // the function's log is what the process writes
  public static void say(String message) {
    System.err.println("[otel] " + withoutControls(message));
  }

  /** Replaces what could end the line, or steer a terminal: a message may quote a peer's text. */
  private static String withoutControls(String message) {
    StringBuilder text = new StringBuilder(message);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        text.setCharAt(i, ' ');
      }
    }
    return text.toString();
  }

  /** Prints {@code [otel] message} once, if the user has asked for what is not a fault. */
  public static void debug(String message) {
    if (InstrumentationSettings.fromEnvironment().hasDebugLog()) {
      warn(message);
    }
  }

  private static String describe(Throwable cause) {
    try {
      return cause.toString();
    } catch (Throwable brokenMessage) {
      return cause.getClass().getName();
    }
  }

  private Diagnostics() {}
}
