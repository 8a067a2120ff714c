package io.opentelemetry.lambda.wrapper;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.PojoSerializerLoader;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * AWS's own runtime in this process: finds handlers, hands them events and filters what they throw,
 * all by its own code, with the user's handler and with the wrapper in its place.
 */
final class LambdaRuntime {

  /** A handler that the runtime has loaded, or what it reports in its place. */
  interface Function {

    /**
     * Invokes the function.
     *
     * @param clientContext null, or JSON as AWS's Mobile SDK sends it
     */
    Result call(byte[] event, @Nullable String clientContext);

    default Result call(byte[] event) {
      return call(event, null);
    }
  }

  private final ClassLoader loader;

  /** A runtime whose functions are on the tests' class path. */
  static LambdaRuntime create() {
    return create(new URLClassLoader(new URL[0], LambdaRuntime.class.getClassLoader()));
  }

  /** A runtime as after its start: only one is in use at a time, as its state is static. */
  static LambdaRuntime create(URLClassLoader functions) {
    set(AWSLambda.class, "customerClassLoader", functions);
    set(PojoSerializerLoader.class, "customPojoSerializer", null);
    set(PojoSerializerLoader.class, "initialized", false);
    ((ThreadLocal<?>) get(EventHandlerLoader.class, "typeCache")).remove();
    return new LambdaRuntime(functions);
  }

  private LambdaRuntime(ClassLoader loader) {
    this.loader = loader;
  }

  /** Loads the user's handler. */
  Function bare(String handler) {
    return load(handler);
  }

  /** Loads the wrapper, which loads the user's handler. */
  Function wrapped(String handler) {
    WrappedHandler.handler = handler;
    return load(WrappedHandler.class.getName());
  }

  private Function load(String handler) {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Method find =
          AWSLambda.class.getDeclaredMethod("findRequestHandler", String.class, ClassLoader.class);
      find.setAccessible(true);
      LambdaRequestHandler loaded = (LambdaRequestHandler) find.invoke(null, handler, loader);
      return (event, clientContext) -> call(loaded, event, clientContext);
    } catch (InvocationTargetException e) {
      Result failure = Result.ofInit((UserFault) e.getCause());
      return (event, clientContext) -> failure;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Result call(
      LambdaRequestHandler handler, byte[] event, @Nullable String clientContext) {
    InvocationRequest request = new InvocationRequest();
    request.setId("8f507cfc-xmpl-4697-b07a-ac58fc914c95");
    request.setInvokedFunctionArn("arn:aws:lambda:us-east-1:123456789012:function:orders");
    request.setDeadlineTimeInMs(Long.MAX_VALUE);
    request.setContent(event);
    request.setClientContext(clientContext);
    try {
      return Result.of(handler.call(request).toByteArray());
    } catch (Throwable e) {
      return Result.of(UserFault.filterStackTrace(e));
    }
  }

  private static Object get(Class<?> type, String name) {
    try {
      return field(type, name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static void set(Class<?> type, String name, @Nullable Object value) {
    try {
      field(type, name).set(null, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
