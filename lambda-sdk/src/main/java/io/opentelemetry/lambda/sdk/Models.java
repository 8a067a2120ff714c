package io.opentelemetry.lambda.sdk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accesses models of a configuration file by reflection where releases of OpenTelemetry differ: the
 * agent's has {@code setName} for {@code withName}, extension properties for additional ones, and
 * accessors for experimental ones. What a release does not have is a {@link LinkageError}, as with
 * a compiled call.
 */
final class Models {

  private static final String[] ADDITIONAL = {
    "withAdditionalProperty", "setAdditionalProperty", "setExtensionProperty"
  };

  static void set(Object model, String name, Object value) {
    invoke(method(model.getClass(), 1, "with" + name, "set" + name), model, value);
  }

  /** Adds a component that is not OpenTelemetry's own. */
  static <T> T with(T model, String name, Map<String, Object> properties) {
    Method method = method(model.getClass(), 2, ADDITIONAL);
    Class<?> type = method.getParameterTypes()[1];
    Object component = properties;
    if (!type.isInstance(properties)) {
      component = create(type);
      Method property = method(type, 2, ADDITIONAL);
      for (Map.Entry<String, Object> entry : properties.entrySet()) {
        invoke(property, component, entry.getKey(), entry.getValue());
      }
    }
    invoke(method, model, name, component);
    return model;
  }

  static @Nullable Object experimental(Object model, String name) {
    Method method = find(model.getClass(), 0, "get" + name + "Development");
    return method != null
        ? invoke(method, model)
        : invoke(method(accessor(model), 1, "get" + name), null, model);
  }

  static void setExperimental(Object model, String name, Object value) {
    Method method = find(model.getClass(), 1, "with" + name + "Development");
    if (method != null) {
      invoke(method, model, value);
    } else {
      invoke(method(accessor(model), 2, "set" + name), null, model, value);
    }
  }

  private static Class<?> accessor(Object model) {
    Class<?> type = model.getClass();
    String name = type.getPackage().getName() + ".internal." + type.getSimpleName() + "Accessor";
    try {
      return Class.forName(name, true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(name);
    }
  }

  private static Object create(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw incompatible(type.getName(), e);
    }
  }

  private static Method method(Class<?> type, int parameters, String... names) {
    Method method = find(type, parameters, names);
    if (method == null) {
      throw new NoSuchMethodError(type.getName() + "." + String.join("|", names));
    }
    return method;
  }

  private static @Nullable Method find(Class<?> type, int parameters, String... names) {
    for (String name : names) {
      for (Method method : type.getMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == parameters) {
          return method;
        }
      }
    }
    return null;
  }

  private static @Nullable Object invoke(
      Method method, @Nullable Object model, @Nullable Object... arguments) {
    try {
      return method.invoke(model, arguments);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw incompatible(method.toString(), e);
    }
  }

  private static LinkageError incompatible(String what, Exception cause) {
    return new LinkageError(what, cause);
  }

  private Models() {}
}
