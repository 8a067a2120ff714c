package io.opentelemetry.lambda.libraries;

import org.jspecify.annotations.Nullable;

/**
 * A hook that a join point names.
 *
 * @param className as in class files
 * @param method null if it has the name of the hooked method
 */
record Hook(String className, @Nullable String method) {

  /**
   * @param hooks the package
   * @param name such as {@code Jdbc.batch} or {@code Jdbc}
   */
  static Hook parse(String hooks, String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new Hook(hooks + "/" + name, null)
        : new Hook(hooks + "/" + name.substring(0, dot), name.substring(dot + 1));
  }
}
