package io.opentelemetry.lambda.instrumentation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the context that an invocation continues: what the propagators read from its event, from
 * the client context of a direct invocation, and with {@code xray-lambda} from the environment.
 *
 * <p>X-Ray's header is looked at last. AWS's services write it anew on the way, often with {@code
 * Sampled=0}, so it is no parent where another header names one.
 */
final class ParentContext {

  private static final String XRAY = "x-amzn-trace-id";

  private final TextMapPropagator propagator;
  private final boolean xrayLambda;

  ParentContext(TextMapPropagator propagator, boolean xrayLambda) {
    this.propagator = propagator;
    this.xrayLambda = xrayLambda;
  }

  Context of(Event event, com.amazonaws.services.lambda.runtime.Context invocation) {
    Map<String, String> headers = headers(event, invocation.getClientContext());
    String xray = headers.remove(XRAY);
    // root: whatever an earlier invocation left current on this thread is not this one's parent
    Context parent = extract(Context.root(), headers);
    if (Span.fromContext(parent).getSpanContext().isValid()) {
      return parent;
    }
    String environment = xrayLambda ? xrayTraceId(invocation) : null;
    xray = environment == null ? xray : environment;
    if (xray == null) {
      return parent;
    }
    return extract(parent, Collections.singletonMap(XRAY, xray));
  }

  private static Map<String, String> headers(Event event, @Nullable ClientContext client) {
    Map<String, String> headers = new HashMap<>();
    Map<String, String> custom = client == null ? null : client.getCustom();
    if (custom != null) {
      for (Map.Entry<String, String> entry : custom.entrySet()) {
        headers.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
      }
    }
    headers.putAll(event.headers());
    return headers;
  }

  /**
   * The environment's X-Ray header where there is no property for it, as with several invocations
   * at a time; null also where the runtime is older than the method.
   */
  private static @Nullable String xrayTraceId(
      com.amazonaws.services.lambda.runtime.Context invocation) {
    try {
      return invocation.getXrayTraceId();
    } catch (LinkageError e) {
      return null;
    }
  }

  private Context extract(Context context, Map<String, String> headers) {
    return propagator.extract(context, headers, HeaderGetter.INSTANCE);
  }
}
