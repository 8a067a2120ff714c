package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The types that a class gives to {@code RequestHandler<I, O>}, itself or through what it extends
 * and implements.
 */
final class HandlerTypes {

  /**
   * Finds the event's and the result's type.
   *
   * @throws UserFault if the class leaves them open
   */
  static Type[] of(Class<?> handler) {
    Type[] types = find(handler);
    if (types == null) {
      throw Faults.of(notConcrete(handler));
    }
    if (types.length != 2) {
      throw Faults.of(
          "Invalid class signature for RequestHandler. Expected two generic types, got "
              + types.length);
    }
    for (Type type : types) {
      if (type instanceof TypeVariable && !hasBound((TypeVariable<?>) type)) {
        throw Faults.of(notConcrete(handler) + ": parameter " + type + " has no upper bound.");
      }
    }
    return types;
  }

  private static String notConcrete(Class<?> handler) {
    return "Class "
        + handler.getName()
        + " does not implement RequestHandler with concrete type parameters";
  }

  private static boolean hasBound(TypeVariable<?> variable) {
    for (Type bound : variable.getBounds()) {
      if (bound != Object.class) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first generic kind of RequestHandler found, breadth first, interfaces before superclass.
   */
  private static Type @Nullable [] find(Class<?> handler) {
    Queue<Supertype> pending = new ArrayDeque<>();
    pending.add(new Supertype(handler, Collections.emptyMap()));
    while (!pending.isEmpty()) {
      Supertype current = pending.remove();
      for (Type type : current.type.getGenericInterfaces()) {
        if (type instanceof ParameterizedType && isHandler((ParameterizedType) type)) {
          return current.arguments((ParameterizedType) type);
        }
        pending.add(current.parent(type));
      }
      Type superclass = current.type.getGenericSuperclass();
      if (superclass != null) {
        pending.add(current.parent(superclass));
      }
    }
    return null;
  }

  private static boolean isHandler(ParameterizedType type) {
    return RequestHandler.class.isAssignableFrom((Class<?>) type.getRawType());
  }

  /** A class or interface on the way up, with what its type parameters stand for. */
  private static final class Supertype {

    final Class<?> type;
    private final Map<Type, Type> parameters;

    Supertype(Class<?> type, Map<Type, Type> parameters) {
      this.type = type;
      this.parameters = parameters;
    }

    Supertype parent(Type parent) {
      if (!(parent instanceof ParameterizedType)) {
        return rawParent((Class<?>) parent);
      }
      Class<?> raw = (Class<?>) ((ParameterizedType) parent).getRawType();
      Type[] arguments = arguments((ParameterizedType) parent);
      Map<Type, Type> byVariable = new HashMap<>();
      for (int i = 0; i < arguments.length; i++) {
        byVariable.put(raw.getTypeParameters()[i], arguments[i]);
      }
      return new Supertype(raw, byVariable);
    }

    /** The runtime gives a raw parent's type parameters what those of the same name stand for. */
    private Supertype rawParent(Class<?> parent) {
      Map<Type, Type> byVariable = new HashMap<>();
      for (TypeVariable<?> variable : parent.getTypeParameters()) {
        for (Map.Entry<Type, Type> known : parameters.entrySet()) {
          if (((TypeVariable<?>) known.getKey()).getName().equals(variable.getName())) {
            byVariable.put(variable, known.getValue());
          }
        }
      }
      return new Supertype(parent, byVariable);
    }

    /**
     * Finds the arguments that a type mentioned in this one is given, its variables replaced as far
     * as known.
     */
    Type[] arguments(ParameterizedType mentioned) {
      Type[] arguments = mentioned.getActualTypeArguments();
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = parameters.getOrDefault(arguments[i], arguments[i]);
      }
      return arguments;
    }
  }

  private HandlerTypes() {}
}
