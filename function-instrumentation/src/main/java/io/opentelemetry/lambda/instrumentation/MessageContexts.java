package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import java.util.Map;

/** Finds the contexts of a message's sender: what propagators read, and SQS's X-Ray header. */
final class MessageContexts {

  private final TextMapPropagator propagator;

  MessageContexts(TextMapPropagator propagator) {
    this.propagator = propagator;
  }

  /** Links to what is not the parent already. */
  void link(SpanBuilder span, Map<String, String> message, SpanContext parent) {
    SpanContext sender = Span.fromContext(extract(message)).getSpanContext();
    if (isOther(sender, parent)) {
      span.addLink(sender);
    }
    SpanContext xray = xray(message);
    if (isOther(xray, parent) && isOther(xray, sender)) {
      span.addLink(xray);
    }
  }

  /** The sender's context, which X-Ray's header is only where nothing else is; or the given one. */
  Context parent(Map<String, String> message, Context otherwise) {
    Context sender = extract(message);
    SpanContext known = Span.fromContext(otherwise).getSpanContext();
    if (isOther(Span.fromContext(sender).getSpanContext(), known)) {
      return sender;
    }
    SpanContext xray = xray(message);
    return xray.isValid() ? otherwise.with(Span.wrap(xray)) : otherwise;
  }

  /** With {@code xray-lambda}, a message without a context seems to have the environment's. */
  private Context extract(Map<String, String> message) {
    return message.isEmpty()
        ? Context.root()
        : propagator.extract(Context.root(), message, HeaderGetter.INSTANCE);
  }

  private static SpanContext xray(Map<String, String> message) {
    String header = message.get(Trigger.AWS_TRACE_HEADER);
    return header == null ? SpanContext.getInvalid() : XrayHeader.parse(header);
  }

  private static boolean isOther(SpanContext context, SpanContext known) {
    return context.isValid()
        && !(context.getSpanId().equals(known.getSpanId())
            && context.getTraceId().equals(known.getTraceId()));
  }
}
