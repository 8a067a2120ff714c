package io.opentelemetry.lambda.instrumentation.internal.flush;

import com.amazonaws.services.lambda.runtime.Context;

/** When telemetry leaves the function. */
public interface FlushPolicy {

  /** Called when the handler is done and its span has ended, before the response goes out. */
  void afterInvocation(Context context);
}
