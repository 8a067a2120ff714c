package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import io.opentelemetry.lambda.wrapper.internal.errors.Sneaky;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plain method that handles events: {@code any name([event], [Context])} on objects, or {@code
 * any name([InputStream], [OutputStream], [Context])} on bytes.
 */
final class HandlerMethod {

  private final Method method;
  private final @Nullable Type input;
  private final boolean takesOutput;
  private final boolean takesContext;

  /**
   * Finds the method of that name that the runtime would call, and makes it a handler.
   *
   * @throws UserFault if there is none, or it cannot be called
   */
  static RequestStreamHandler load(Class<?> type, String name, ClassLoader loader) {
    for (Method method : overloads(type, name)) {
      HandlerMethod handler = of(method);
      if (handler != null) {
        return handler.bind(type, loader);
      }
      log("Ignoring " + method + ": it has not the signature of a handler");
    }
    throw Faults.of(
        "No public method named "
            + name
            + " with appropriate method signature found on class "
            + type.getName());
  }

  private static List<Method> overloads(Class<?> type, String name) {
    List<Method> overloads = new ArrayList<>();
    Method[] methods = methods(type, name);
    if (methods.length == 0) {
      // the runtime does name a class of its own here
      throw Faults.of(
          "Class " + HandlerInfo.class.getName() + " has no public method named " + name);
    }
    for (Method method : methods) {
      if (method.getName().equals(name)) {
        overloads.add(method);
      }
    }
    overloads.sort(RuntimeOrder.INSTANCE);
    return overloads;
  }

  private static Method[] methods(Class<?> type, String name) {
    try {
      return type.getMethods();
    } catch (NoClassDefFoundError e) {
      throw Faults.of(
          "Error loading method " + name + " on class " + type.getName(), e, /* fatal= */ false);
    }
  }

  /** Makes a handler of a method; null if it has not the signature of one. */
  private static @Nullable HandlerMethod of(Method method) {
    List<Type> parameters = new ArrayList<>(Arrays.asList(method.getGenericParameterTypes()));
    boolean takesContext = removeLast(parameters, Context.class);
    boolean takesOutput = removeLast(parameters, OutputStream.class);
    if (parameters.isEmpty()) {
      return new HandlerMethod(method, null, takesOutput, takesContext);
    }
    Type input = parameters.get(0);
    boolean isHandler =
        parameters.size() == 1
            && input != Context.class
            && input != OutputStream.class
            && (input == InputStream.class || !takesOutput);
    return isHandler ? new HandlerMethod(method, input, takesOutput, takesContext) : null;
  }

  private static boolean removeLast(List<Type> parameters, Class<?> type) {
    int last = parameters.size() - 1;
    if (last < 0 || parameters.get(last) != type) {
      return false;
    }
    parameters.remove(last);
    return true;
  }

  private HandlerMethod(
      Method method, @Nullable Type input, boolean takesOutput, boolean takesContext) {
    this.method = method;
    this.input = input;
    this.takesOutput = takesOutput;
    this.takesContext = takesContext;
  }

  private RequestStreamHandler bind(Class<?> type, ClassLoader loader) {
    boolean onBytes = onBytes();
    Class<?> result = method.getReturnType();
    if (onBytes && result != void.class && result != Void.class) {
      log("Will ignore return type " + result + " on byte stream handler");
    }
    Object instance = Modifier.isStatic(method.getModifiers()) ? null : Instances.create(type);
    return onBytes
        ? new StreamMethod(this, instance)
        : PojoHandler.create(
            new PojoMethod(this, instance), input, method.getGenericReturnType(), loader);
  }

  private boolean onBytes() {
    return input == InputStream.class || takesOutput;
  }

  boolean takesInput() {
    return input != null;
  }

  boolean takesOutput() {
    return takesOutput;
  }

  /** Calls the method with those of the arguments that it takes. */
  @Nullable Object invoke(
      @Nullable Object instance,
      @Nullable Object event,
      @Nullable OutputStream response,
      Context context) {
    List<@Nullable Object> arguments = new ArrayList<>(3);
    if (takesInput()) {
      arguments.add(event);
    }
    if (takesOutput) {
      arguments.add(response);
    }
    if (takesContext) {
      arguments.add(context);
    }
    try {
      return method.invoke(instance, arguments.toArray());
    } catch (InvocationTargetException e) {
      throw Sneaky.rethrow(e.getCause() == null ? e : e.getCause());
    } catch (IllegalAccessException e) {
      String caller = onBytes() ? "StreamMethodRequestHandler" : "PojoMethodRequestHandler";
      throw Sneaky.rethrow(
          Faults.refusedToTheRuntime(e, HandlerMethod.class, Faults.RUNTIME_LOADER + "$" + caller));
    }
  }

  @SuppressWarnings("SystemOut") // the runtime prints such lines on the function's log
  private static void log(String line) {
    System.err.println(line);
  }

  /**
   * The order in which the runtime tries overloads: bridges last, then those with more parameters
   * first, a Context at the end counting twice.
   */
  private enum RuntimeOrder implements Comparator<Method> {
    INSTANCE;

    @Override
    public int compare(Method a, Method b) {
      int byBridge = Boolean.compare(a.isBridge(), b.isBridge());
      return byBridge != 0 ? byBridge : Integer.compare(weight(b), weight(a));
    }

    private static int weight(Method method) {
      Class<?>[] parameters = method.getParameterTypes();
      int count = parameters.length;
      return count > 0 && parameters[count - 1] == Context.class ? count + 1 : count;
    }
  }
}
