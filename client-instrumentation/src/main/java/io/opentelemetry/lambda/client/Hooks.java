package io.opentelemetry.lambda.client;

import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;

/** What all hooks share. */
final class Hooks {

  /** Not with its first part, which is relocated in the layer, and is not in the user's jars. */
  private static final String INSTRUMENTATION = ".opentelemetry.instrumentation.";

  /** Whether the user has left it on, for what is registered by a file instead of an edit. */
  static boolean isEnabled(String library) {
    return Configuration.fromEnvironment().instruments(library);
  }

  /** Says once that a library's calls are left as they are, to who asks for it. */
  static void leave(String library, Throwable cause) {
    Diagnostics.debug(library + " is not traced: " + cause);
  }

  /**
   * Leaves a library alone whose instrumentation library the function brings, too.
   *
   * @param own a class of the layer's, where it is relocated
   * @throws IllegalStateException if it does
   */
  static void leaveToUser(Class<?> own) {
    String name = own.getName();
    int packages = name.lastIndexOf(".instrumentation.") + ".instrumentation.".length();
    if (!name.startsWith("io".concat(INSTRUMENTATION))) {
      leaveToUser(name.substring(packages));
    }
  }

  /**
   * The same by a class that the layer has not.
   *
   * @param type its name after the package of all instrumentations
   * @throws IllegalStateException if the function brings it
   */
  static void leaveToUser(String type) {
    // in two parts, as a text in one would be relocated in the layer
    String users = "io".concat(INSTRUMENTATION).concat(type);
    String file = users.replace('.', '/').concat(".class");
    if (Hooks.class.getClassLoader().getResource(file) != null) {
      throw new IllegalStateException("the function does it itself");
    }
  }

  /** Whether it is of an OpenTelemetry instrumentation that the function brings. */
  static boolean isUsersInstrumentation(Object registered) {
    return registered.getClass().getName().contains(INSTRUMENTATION);
  }

  /** Throws anything, as the call would have done without the hook. */
  @SuppressWarnings("unchecked") // the compiler's idea of the type does not matter
  static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private Hooks() {}
}
