package io.opentelemetry.lambda.agent.deferred;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A call of one of the agent's methods that is made when its result is first asked for. */
final class Deferred {

  private final Class<?> type;
  private final @Nullable Object target;
  private final String method;
  private final Object[] arguments;
  private final Class<?> fieldType;
  private @Nullable Object result;

  /**
   * Remembers a call.
   *
   * @param target null for a static method
   * @param fieldType the type of the returned object's field that is the result
   */
  Deferred(
      Class<?> type,
      @Nullable Object target,
      String method,
      Object[] arguments,
      Class<?> fieldType) {
    this.type = type;
    this.target = target;
    this.method = method;
    this.arguments = arguments;
    this.fieldType = fieldType;
  }

  synchronized Object result() {
    if (result == null) {
      try {
        Object made = field(call());
        result = made;
        return made;
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return result;
  }

  private Object call() throws IllegalAccessException {
    for (Method candidate : type.getDeclaredMethods()) {
      if (candidate.getName().equals(method)) {
        candidate.setAccessible(true);
        try {
          return candidate.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    }
    throw new IllegalStateException(method);
  }

  private Object field(Object object) throws IllegalAccessException {
    for (Field field : object.getClass().getDeclaredFields()) {
      if (field.getType() == fieldType) {
        field.setAccessible(true);
        return field.get(object);
      }
    }
    throw new IllegalStateException(fieldType.getName());
  }
}
