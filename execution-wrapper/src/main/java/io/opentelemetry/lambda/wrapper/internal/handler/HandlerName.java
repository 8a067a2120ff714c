package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import org.jspecify.annotations.Nullable;

/** A handler as a function's configuration names it: {@code package.Class[::method]}. */
final class HandlerName {

  private static final String WRAPPER = "io.opentelemetry.lambda.wrapper.ExecutionWrapper";
  private static final String SEPARATOR = "::";

  private final String className;
  private final @Nullable String methodName;

  /**
   * @throws UserFault if the text names no handler that could run
   */
  static HandlerName parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw Faults.of(
          UserHandler.VARIABLE
              + " is not set: it must name the function's own handler, as package.Class or"
              + " package.Class::method");
    }
    int separator = text.lastIndexOf(SEPARATOR);
    String className = separator < 0 ? text : text.substring(0, separator);
    String methodName = separator < 0 ? null : text.substring(separator + SEPARATOR.length());
    if (className.isEmpty() || (methodName != null && methodName.isEmpty())) {
      throw Faults.of("Invalid handler: `" + text + "'");
    }
    if (className.equals(WRAPPER)) {
      throw Faults.of(
          UserHandler.VARIABLE + " names the wrapper: it must name the function's own handler");
    }
    return new HandlerName(className, methodName);
  }

  private HandlerName(String className, @Nullable String methodName) {
    this.className = className;
    this.methodName = methodName;
  }

  String className() {
    return className;
  }

  /** Null where the class itself is a handler. */
  @Nullable String methodName() {
    return methodName;
  }
}
