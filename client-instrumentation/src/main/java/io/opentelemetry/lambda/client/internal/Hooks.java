package io.opentelemetry.lambda.client.internal;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shared code of all hooks. */
public final class Hooks {

  /** Not with its first part, which is relocated in the layer, and is not in the user's jars. */
  private static final String INSTRUMENTATION = ".opentelemetry.instrumentation.";

  /**
   * Tells whether the user has left a library on that is registered by a file instead of an edit.
   */
  public static boolean isEnabled(String library) {
    return InstrumentationSettings.fromEnvironment().instruments(library);
  }

  /** Says once that a library's calls are left as they are, to who asks for it. */
  public static void leave(String library, Throwable cause) {
    Diagnostics.debug(library + " is not traced: " + cause);
  }

  /**
   * Leaves a library alone whose instrumentation library the function brings, too.
   *
   * @param own a class of the layer's, where it is relocated
   * @throws IllegalStateException if it does
   */
  public static void leaveToUser(Class<?> own) {
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
  public static void leaveToUser(String type) {
    // in two parts, as a text in one would be relocated in the layer
    leaveTo("the function does it itself", "io".concat(INSTRUMENTATION).concat(type));
  }

  /**
   * Leaves a library alone that traces its calls itself.
   *
   * @param type the name of the class by which it does
   * @throws IllegalStateException if the function has it
   */
  public static void leaveToLibrary(String type) {
    leaveTo("it does it itself", type);
  }

  private static void leaveTo(String reason, String type) {
    if (isThere(type)) {
      throw new IllegalStateException(reason);
    }
  }

  /** Tells whether the function has a class, without loading it. */
  public static boolean isThere(String type) {
    String file = type.replace('.', '/').concat(".class");
    return Hooks.class.getClassLoader().getResource(file) != null;
  }

  /** Tells whether it is of an OpenTelemetry instrumentation that the function brings. */
  public static boolean isUsersInstrumentation(Object registered) {
    return registered.getClass().getName().contains(INSTRUMENTATION);
  }

  /** Tells whether one is of an OpenTelemetry instrumentation that the function brings. */
  public static boolean haveUsersInstrumentation(List<?> registered) {
    for (Object each : registered) {
      if (isUsersInstrumentation(each)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Leaves a library alone that lacks a public method which the layer calls: then it throws a
   * {@link NoSuchMethodException}.
   */
  public static void requireMethod(Class<?> type, String name, Class<?>... parameters) {
    try {
      type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  /**
   * Reads the list that a builder, or a class that it extends, has in a private field.
   *
   * @return null for a builder that leaves the building to another one
   */
  @SuppressWarnings("unchecked") // the caller knows how it is declared
  public static <T> @Nullable List<T> list(Object builder, String name) {
    for (Class<?> type = builder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name) && field.getType() == List.class) {
          field.setAccessible(true);
          return (List<T>) get(field, builder);
        }
      }
    }
    return null;
  }

  /**
   * Finds a private field of a library's; throws a {@link NoSuchFieldException} if it has none of
   * this name.
   */
  public static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  /** Reads such a field. */
  public static @Nullable Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  /** Throws anything, as the call would have done without the hook. */
  @SuppressWarnings("unchecked") // the compiler's idea of the type does not matter
  public static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private Hooks() {}
}
