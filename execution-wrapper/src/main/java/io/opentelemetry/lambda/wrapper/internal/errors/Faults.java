package io.opentelemetry.lambda.wrapper.internal.errors;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;

/**
 * The errors by which the runtime reports that a handler cannot be loaded, in its own words: a
 * {@link UserFault} at each invocation, or another exception at init.
 */
public final class Faults {

  /** The class of the runtime's that loads and calls handlers. */
  public static final String RUNTIME_LOADER =
      "com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader";

  /** A fault that the runtime finds by itself, without an exception. */
  public static UserFault of(String message) {
    return UserFault.makeUserFault(message);
  }

  /** The fault that an exception stands for. */
  public static UserFault of(Throwable cause) {
    return UserFault.makeUserFault(StackTraces.cut(cause));
  }

  /**
   * A fault of the runtime's own wording.
   *
   * @param fatal whether the runtime exits after it has reported the fault
   */
  public static UserFault of(String message, Throwable cause, boolean fatal) {
    String trace = UserFault.trace(StackTraces.cut(cause));
    return new UserFault(message, cause.getClass().getName(), trace, fatal);
  }

  /**
   * The JVM's refusal to let a class of ours use what is not public, in the words in which it would
   * have refused the runtime's.
   */
  public static IllegalAccessException refusedToTheRuntime(
      IllegalAccessException refusal, Class<?> own, String runtimes) {
    String message = refusal.getMessage();
    int start = message == null ? -1 : message.indexOf(own.getName());
    if (message == null || start < 0) {
      return refusal;
    }
    int end = start + own.getName().length();
    IllegalAccessException reworded =
        new IllegalAccessException(message.substring(0, start) + runtimes + message.substring(end));
    reworded.setStackTrace(refusal.getStackTrace());
    return reworded;
  }

  /**
   * Makes what a constructor throws that the runtime calls, so that the runtime reports an init
   * error of the cause's type with the given message. The cause is attached to be seen in the log.
   */
  public static RuntimeException atInit(String message, Throwable cause) {
    try {
      // an AssertionError takes its message as an object
      Class<?> messageType = cause instanceof AssertionError ? Object.class : String.class;
      Throwable reported = cause.getClass().getConstructor(messageType).newInstance(message);
      reported.setStackTrace(new StackTraceElement[0]);
      reported.addSuppressed(StackTraces.cut(cause));
      throw atInit(reported);
    } catch (ReflectiveOperationException e) {
      throw atInit(cause);
    }
  }

  /** Throws what the user's constructor threw, so that the runtime reports it as an init error. */
  public static RuntimeException atInit(Throwable thrown) {
    throw Sneaky.rethrow(StackTraces.cut(thrown));
  }

  private Faults() {}
}
