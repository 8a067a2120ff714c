package io.opentelemetry.lambda.wrapper.edit;

import org.jspecify.annotations.Nullable;

/**
 * A method at which a hook is called. The hook is a static method of the same name, in a class that
 * is loaded beside the function's.
 */
final class HookPoint {

  /** What is done to the class, and the hook's parameters and result. */
  enum Kind {
    /** The method calls the hook first: {@code void (Object self, arguments…)}. */
    ENTRY,
    /** The method returns what the hook does: {@code R (Object self, arguments…, R result)}. */
    EXIT,
    /** The same, for the calls that the class makes itself; who else calls gets the result. */
    EXIT_OF_OWN_CALLS,
    /**
     * The hook is called before: {@code Object (Object self, arguments…)}; with what it returns,
     * {@code void end(Object started, Throwable error)} is called after it.
     */
    AROUND,
    /** Whoever calls the static method calls the hook instead, which has its type. */
    REDIRECT
  }

  private static final String HOOKS = "io/opentelemetry/lambda/client/";

  final Kind kind;

  /** Its name among the agent's instrumentations. */
  final String library;

  /** The one that has the method, as in class files; null for any that declares it. */
  final @Nullable String className;

  final String method;
  final String descriptor;
  final String hookClass;

  static HookPoint of(
      Kind kind, String library, String className, String method, String descriptor, String hook) {
    return new HookPoint(kind, library, className, method, descriptor, hook);
  }

  /** At each class that declares the method. */
  static HookPoint anywhere(
      Kind kind, String library, String method, String descriptor, String hook) {
    return new HookPoint(kind, library, null, method, descriptor, hook);
  }

  private HookPoint(
      Kind kind,
      String library,
      @Nullable String className,
      String method,
      String descriptor,
      String hook) {
    this.kind = kind;
    this.library = library;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.hookClass = HOOKS + hook;
  }

  /** The text without which a class file has nothing to do with it; null if it goes by name. */
  @Nullable String mark() {
    if (kind == Kind.REDIRECT) {
      return className;
    }
    return className == null ? descriptor : null;
  }

  /** The hook's type. */
  String hookDescriptor() {
    int end = descriptor.indexOf(')');
    String arguments = "(Ljava/lang/Object;" + descriptor.substring(1, end);
    String result = descriptor.substring(end + 1);
    switch (kind) {
      case ENTRY:
        return arguments + ")V";
      case AROUND:
        return arguments + ")Ljava/lang/Object;";
      case REDIRECT:
        return descriptor;
      default:
        return arguments + result + ")" + result;
    }
  }
}
