package io.opentelemetry.lambda.transformer;

import org.jspecify.annotations.Nullable;

/**
 * A method at which a hook is called, which is a static method of a class that is loaded beside the
 * function's. Names of classes are as in class files.
 */
public final class JoinPoint {

  /** Kinds of join points: what is done to the class, and the hook's parameters and result. */
  public enum Kind {
    /** The method calls the hook first: {@code void (Object self, arguments…)}. */
    ENTRY,
    /** The method returns what the hook does: {@code R (Object self, arguments…, R result)}. */
    EXIT,
    /** The same at a static method: {@code R (arguments…, R result)}. */
    EXIT_OF_STATIC,
    /**
     * The static method's only argument is replaced by what the hook returns: {@code A (A given)}.
     */
    REPLACING_OF_STATIC,
    /**
     * The method's last argument, an object, is replaced by what the hook returns: {@code A (A
     * given)}. The types of the others may be any.
     */
    REPLACING_LAST,
    /**
     * As {@link #EXIT}, for the calls that the class makes itself; who else calls gets the result.
     */
    EXIT_OF_OWN_CALLS,
    /**
     * The hook is called before: {@code Object (Object self, arguments…)}; with what it returns,
     * {@code void end(Object started, Throwable error)} is called after it.
     */
    AROUND,
    /**
     * The same, and each argument that is an object is replaced by what {@code A argument(A given,
     * Object started)} returns.
     */
    AROUND_REPLACING,
    /**
     * The same as {@link #AROUND}, and the method returns what {@code R result(R given, Object
     * started)} does, which is called instead of {@code end} unless the method throws.
     */
    AROUND_RETURNING,
    /** Whoever calls the static method calls the hook instead, which has its type. */
    REDIRECT,
    /** The same for an instance method: {@code R (Object self, arguments…)}. */
    REDIRECT_OF_INSTANCE,
    /**
     * Whoever calls the instance method gives it what the hook returns for each argument that is an
     * object: {@code A (A given)}.
     */
    REPLACE_ARGUMENTS,
    /**
     * Whoever calls the instance method gets what the hook returns for its result: {@code R (R
     * given)}.
     */
    REPLACE_RESULT,
    /**
     * Each method with the annotation {@code @WithSpan} calls the hooks {@code Object start(Class
     * type, String method, String name, String kind, boolean inheritsContext, Object[] attributes)}
     * and {@code void end(Object started, Throwable error)} or, by what the method returns, {@code
     * R endOfFuture(R result, Object started)}, {@code endOfStage}, {@code endOfMono}, {@code
     * endOfFlux} or {@code endOfPublisher}, or for RxJava what {@code Object endOfRxJava3(Object
     * result, Object started)} or {@code endOfRxJava2} returns, cast to its type.
     */
    SPAN,
    /**
     * The same for methods of Kotlin's that suspend. {@code start} gets the caller's {@code
     * Continuation}, too, the method gets {@code Continuation argument(Continuation given, Object
     * started)}, and returns what {@code Object endOfCall(Object result, Object started)} does.
     */
    SPAN_OF_SUSPENDING
  }

  private static final int ALL = 255;

  final Kind kind;

  /** Its name among the agent's instrumentations. */
  final String library;

  /**
   * The one that has the method; null for any that declares it. The annotation, where one marks the
   * methods.
   */
  final @Nullable String className;

  /** Its name. The annotation of a parameter, where annotations mark the methods. */
  final String method;

  final String descriptor;
  final String hookClass;
  final String hook;

  /** How many of the method's arguments the hook gets, the first ones. */
  final int arguments;

  /** The hook has the method's name. */
  public static JoinPoint of(
      Kind kind,
      String library,
      String className,
      String method,
      String descriptor,
      String hookClass) {
    return new JoinPoint(kind, library, className, method, descriptor, hookClass, method, ALL);
  }

  /** For those who call the method. */
  public static JoinPoint redirect(
      Kind kind,
      String library,
      String className,
      String method,
      String descriptor,
      String hookClass,
      String hook) {
    return new JoinPoint(kind, library, className, method, descriptor, hookClass, hook, ALL);
  }

  /** At each class that declares the method. */
  public static JoinPoint anywhere(
      Kind kind,
      String library,
      String method,
      String descriptor,
      String hookClass,
      String hook,
      int arguments) {
    return new JoinPoint(kind, library, null, method, descriptor, hookClass, hook, arguments);
  }

  /**
   * At each method that has the annotation.
   *
   * @param annotation of the method, as a type in class files
   * @param ofParameter the annotation of a parameter that becomes an attribute
   */
  public static JoinPoint span(
      Kind kind, String library, String hookClass, String annotation, String ofParameter) {
    return new JoinPoint(kind, library, annotation, ofParameter, "()V", hookClass, "start", ALL);
  }

  /** For one of the methods. */
  JoinPoint around(String method, String descriptor) {
    return new JoinPoint(Kind.AROUND, library, null, method, descriptor, hookClass, hook, ALL);
  }

  private JoinPoint(
      Kind kind,
      String library,
      @Nullable String className,
      String method,
      String descriptor,
      String hookClass,
      String hook,
      int arguments) {
    this.kind = kind;
    this.library = library;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.hookClass = hookClass;
    this.hook = hook;
    this.arguments = arguments;
  }

  /** Tells whether the method is static. */
  boolean isStatic() {
    return kind == Kind.EXIT_OF_STATIC || kind == Kind.REPLACING_OF_STATIC;
  }

  /** Tells whether who calls the method still does, but through another one. */
  boolean isCalled() {
    return kind == Kind.REPLACE_ARGUMENTS || kind == Kind.REPLACE_RESULT;
  }

  /** The hook's type. */
  String hookDescriptor() {
    if (kind == Kind.REDIRECT) {
      return descriptor;
    }
    String self = isStatic() ? "(" : "(Ljava/lang/Object;";
    String given = self + descriptor.substring(1, argumentsEnd());
    String result = descriptor.substring(descriptor.indexOf(')') + 1);
    switch (kind) {
      case ENTRY:
        return given + ")V";
      case AROUND:
      case AROUND_REPLACING:
      case AROUND_RETURNING:
        return given + ")Ljava/lang/Object;";
      case REDIRECT_OF_INSTANCE:
        return given + ")" + result;
      case REPLACE_RESULT:
        return "(" + result + ")" + result;
      case REPLACING_OF_STATIC:
        return given + ")" + given.substring(1);
      default:
        return given + result + ")" + result;
    }
  }

  /** Where the types end in the descriptor of those arguments that the hook gets. */
  int argumentsEnd() {
    int end = 1;
    for (int i = 0; i < arguments && descriptor.charAt(end) != ')'; i++) {
      end = next(end);
    }
    return end;
  }

  /** Where the type ends in the descriptor that begins at the index. */
  int next(int index) {
    int i = index;
    while (descriptor.charAt(i) == '[') {
      i++;
    }
    return descriptor.charAt(i) == 'L' ? descriptor.indexOf(';', i) + 1 : i + 1;
  }
}
