package io.opentelemetry.lambda.wrapper.internal.classpath;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * The class loader that the runtime keeps for the function's classes, and asks for them by name,
 * such as for Log4j's {@code ThreadContext}, into which it puts the request's id.
 */
final class RuntimeLoader {

  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /**
   * Makes another one the runtime's, so that it finds the very classes that the function uses.
   *
   * @param runtimes the runtime's until now
   */
  static void replace(ClassLoader runtimes, ClassLoader loader) {
    try {
      Class<?> main = Class.forName(MAIN, false, UserFault.class.getClassLoader());
      for (Field field : main.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType().isInstance(loader)) {
          replace(field, runtimes, loader);
        }
      }
    } catch (Throwable e) {
      Diagnostics.debug("what the runtime looks up in the function's libraries is another: " + e);
    }
  }

  private static void replace(Field field, ClassLoader runtimes, ClassLoader loader)
      throws IllegalAccessException {
    field.setAccessible(true);
    if (field.get(null) == runtimes) {
      field.set(null, loader);
    }
  }

  private RuntimeLoader() {}
}
