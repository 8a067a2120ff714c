package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Makes the one instance of the user's handler class. */
final class Instances {

  /**
   * @throws UserFault if there is no usable constructor; what the constructor throws is thrown
   */
  static Object create(Class<?> type) {
    try {
      return constructor(type).newInstance();
    } catch (InvocationTargetException e) {
      throw Faults.atInit(e.getCause() == null ? e : e.getCause());
    } catch (IllegalAccessException e) {
      throw Faults.of(Faults.refusedToTheRuntime(e, Instances.class, Faults.RUNTIME_LOADER));
    } catch (Throwable e) {
      throw Faults.of(e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) throws Exception {
    try {
      return type.getConstructor();
    } catch (NoSuchMethodException e) {
      if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
        throw new Exception(
            "Class "
                + type.getName()
                + " cannot be instantiated because it is a non-static inner class");
      }
      throw new Exception(
          "Class " + type.getName() + " has no public zero-argument constructor", e);
    }
  }

  private Instances() {}
}
