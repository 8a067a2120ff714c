package io.opentelemetry.lambda.wrapper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.opentelemetry.lambda.instrumentation.FunctionInstrumentation;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.wrapper.internal.classpath.OpenTelemetryChoice;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import io.opentelemetry.lambda.wrapper.internal.handler.UserHandler;
import io.opentelemetry.lambda.wrapper.internal.telemetry.AgentTelemetry;
import io.opentelemetry.lambda.wrapper.internal.telemetry.RuntimeThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.TimeZone;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The handler that Lambda's Java runtime sees instead of the user's.
 *
 * <p>It loads the user's handler, which the environment variable {@value UserHandler#VARIABLE}
 * names as the runtime itself takes it: {@code package.Class} or {@code package.Class::method}. The
 * exec wrapper {@code otel-handler} sets the variable; a user may do so, and set the function's
 * handler to this class.
 *
 * <p>For any event, the response is byte for byte the one that the runtime would have got from the
 * user's handler, and so are an error's type, message and stack of the user's frames.
 */
public final class ExecutionWrapper implements RequestStreamHandler {

  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  private final RequestStreamHandler handler;
  private final @Nullable FunctionInstrumentation instrumentation;

  /** Kept, as the runtime refers to it weakly. */
  @SuppressWarnings("UnusedVariable")
  private final @Nullable Object snapStart;

  /** Set later under SnapStart, where the function's hooks run on the runtime's thread before. */
  private boolean runtimeUntraced;

  /** Called by the runtime, once, during the function's init. */
  public ExecutionWrapper() {
    this(System.getenv(UserHandler.VARIABLE));
  }

  ExecutionWrapper(@Nullable String handler) {
    OpenTelemetryChoice choice = OpenTelemetryChoice.make();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (choice == OpenTelemetryChoice.WRAPPER_OF_FUNCTION) {
      this.instrumentation = null;
      this.snapStart = null;
      this.handler = createOfFunction(loader);
      return;
    }
    if (choice == OpenTelemetryChoice.NONE) {
      this.instrumentation = null;
      this.snapStart = null;
      this.handler = UserHandler.load(handler, loader);
      return;
    }
    DeferredInstrumentation deferred =
        new DeferredInstrumentation(
            loader, /* besideSdk= */ choice == OpenTelemetryChoice.WRAPPER_BESIDE_SDK);
    beforeFunctionAsks(loader, deferred);
    this.snapStart = registerSnapStart(deferred);
    this.handler = UserHandler.load(handler, loader);
    deferred.run();
    this.instrumentation = deferred.get();
    if (instrumentation != null) {
      if (snapStart == null) {
        leaveRuntimeUntraced();
      }
      instrumentation.initialized();
    }
  }

  /** Makes a wrapper for which the API is the one that the function has. */
  private static RequestStreamHandler createOfFunction(ClassLoader loader) {
    try {
      return Class.forName(ExecutionWrapper.class.getName(), true, loader)
          .asSubclass(RequestStreamHandler.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      throw Faults.atInit(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The agent is there already. A loader that can't tell is the runtime's: it is made now. */
  @SuppressWarnings("unchecked") // our loader, which another wrapper may have loaded
  private static void beforeFunctionAsks(ClassLoader loader, DeferredInstrumentation deferred) {
    if (AgentTelemetry.find() != null) {
      // whose log has asked for it: it is read anew, from what the function may set
      TimeZone.setDefault(null);
      return;
    }
    if (loader instanceof Predicate) {
      deferred.transformsClasses(((Predicate<Runnable>) loader).test(deferred));
    } else {
      deferred.run();
    }
  }

  private static @Nullable Object registerSnapStart(DeferredInstrumentation instrumentation) {
    if (!"snap-start".equals(System.getenv(INITIALIZATION_TYPE))) {
      return null;
    }
    try {
      return SnapStart.register(instrumentation);
    } catch (Throwable e) {
      Diagnostics.warn("the environments of a snapshot cannot be told apart", e);
      return null;
    }
  }

  private void leaveRuntimeUntraced() {
    runtimeUntraced = true;
    try {
      RuntimeThread.leaveUntraced();
    } catch (Throwable e) {
      Diagnostics.warn("the runtime's own calls may be traced", e);
    }
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    if (instrumentation == null) {
      handler.handleRequest(event, response, context);
    } else {
      if (!runtimeUntraced) {
        leaveRuntimeUntraced();
      }
      instrumentation.handle(handler, event, response, context);
    }
  }
}
