package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import io.opentelemetry.lambda.wrapper.internal.errors.StackTraces;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** The user's handler, found by name and called as the runtime would have done. */
public final class UserHandler implements RequestStreamHandler {

  /** The environment variable that names the user's handler. */
  public static final String VARIABLE = "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER";

  private final RequestStreamHandler handler;

  /**
   * Loads the handler. What the runtime would report at each invocation, such as a missing class,
   * becomes a handler that reports it; what it would report at init is thrown.
   *
   * @param handler {@code package.Class} or {@code package.Class::method}
   */
  public static UserHandler load(@Nullable String handler, ClassLoader loader) {
    try {
      HandlerName name = HandlerName.parse(handler);
      Class<?> type = loadClass(name.className(), loader);
      String method = name.methodName();
      return new UserHandler(
          method == null ? ofInterface(type, loader) : HandlerMethod.load(type, method, loader));
    } catch (UserFault fault) {
      return new UserHandler(new FaultyHandler(fault));
    }
  }

  private static Class<?> loadClass(String name, ClassLoader loader) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw Faults.of("Class not found: " + name, e, /* fatal= */ false);
    } catch (NoClassDefFoundError e) {
      throw Faults.of(loadingFailed(name, e), e, /* fatal= */ true);
    } catch (Throwable e) {
      throw Faults.atInit(loadingFailed(name, e), e);
    }
  }

  private static String loadingFailed(String className, Throwable cause) {
    String message = cause.getMessage();
    return "Error loading class " + className + (message == null ? "" : ": " + message);
  }

  private static RequestStreamHandler ofInterface(Class<?> type, ClassLoader loader) {
    if (RequestStreamHandler.class.isAssignableFrom(type)) {
      return (RequestStreamHandler) Instances.create(type);
    }
    if (!RequestHandler.class.isAssignableFrom(type)) {
      throw Faults.of(
          "Class does not implement an appropriate handler interface: " + type.getName());
    }
    Type[] arguments = HandlerTypes.of(type);
    @SuppressWarnings("unchecked") // its types are those that the serializers were made for
    RequestHandler<Object, Object> handler =
        (RequestHandler<Object, Object>) Instances.create(type);
    return PojoHandler.create(handler, arguments[0], arguments[1], loader);
  }

  private UserHandler(RequestStreamHandler handler) {
    this.handler = handler;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    try {
      handler.handleRequest(event, response, context);
    } catch (Throwable e) {
      StackTraces.cut(e);
      throw e;
    }
  }
}
