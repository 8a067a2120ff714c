package io.opentelemetry.lambda.wrapper;

import com.amazonaws.services.lambda.crac.Context;
import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.crac.Resource;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.instrumentation.FunctionInstrumentation;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.wrapper.internal.telemetry.RuntimeThread;
import org.jspecify.annotations.Nullable;

/**
 * Is told by the runtime when a snapshot of the process is about to be taken, and when an
 * environment was made from it. Loaded under SnapStart only, as other runtimes lack the interface.
 */
final class SnapStart implements Resource {

  private final DeferredInstrumentation deferred;
  private @Nullable Scope untraced;

  /**
   * To be called before the user's code is loaded: what is registered first is told of the snapshot
   * last, when the user's hooks have reported what they do, and of the restore first.
   *
   * @return what is to be kept, as the runtime does not
   */
  static Object register(DeferredInstrumentation deferred) {
    SnapStart resource = new SnapStart(deferred);
    Core.getGlobalContext().register(resource);
    return resource;
  }

  private SnapStart(DeferredInstrumentation deferred) {
    this.deferred = deferred;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    FunctionInstrumentation instrumentation = deferred.get();
    if (instrumentation == null) {
      return;
    }
    try {
      instrumentation.beforeCheckpoint();
      // after the function's hooks, the runtime waits for the restore by a call of its own
      untraced = RuntimeThread.leaveUntraced();
    } catch (Throwable e) {
      Diagnostics.warn("the snapshot is taken as it is", e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    FunctionInstrumentation instrumentation = deferred.get();
    if (untraced != null) {
      untraced.close();
    }
    if (instrumentation != null) {
      instrumentation.afterRestore();
    }
  }
}
