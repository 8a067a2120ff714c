package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import com.amazonaws.services.lambda.runtime.Context;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Event;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Trigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Triggers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The span of an invocation, as the semantic conventions for FaaS and AWS Lambda describe it
 * (semantic-conventions v1.44.0, docs/faas/aws-lambda.md).
 */
final class FunctionSpans {

  private static final String SCOPE = "io.opentelemetry.lambda";

  private static final AttributeKey<String> TRIGGER = stringKey("faas.trigger");
  private static final AttributeKey<String> INVOCATION_ID = stringKey("faas.invocation_id");
  private static final AttributeKey<Boolean> COLD_START = booleanKey("faas.coldstart");
  private static final AttributeKey<String> INVOKED_ARN = stringKey("aws.lambda.invoked_arn");
  private static final AttributeKey<String> ACCOUNT_ID = stringKey("cloud.account.id");
  private static final AttributeKey<String> RESOURCE_ID = stringKey("cloud.resource_id");
  private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final AtomicBoolean coldStart = new AtomicBoolean(true);

  static FunctionSpans create(OpenTelemetry openTelemetry) {
    return new FunctionSpans(
        openTelemetry.getTracer(SCOPE), openTelemetry.getPropagators().getTextMapPropagator());
  }

  private FunctionSpans(Tracer tracer, TextMapPropagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  /** Starts the span, and returns the context it is to be current in, with the event's baggage. */
  io.opentelemetry.context.Context start(Event event, Context context) {
    io.opentelemetry.context.Context parent = ParentContext.of(event, propagator);
    Trigger trigger = Triggers.of(event);
    String name = trigger.spanName(event);
    SpanBuilder span =
        tracer
            .spanBuilder(name == null ? context.getFunctionName() : name)
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setAttribute(TRIGGER, trigger.type())
            .setAttribute(INVOCATION_ID, context.getAwsRequestId())
            .setAttribute(COLD_START, coldStart.getAndSet(false));
    setArn(span, context.getInvokedFunctionArn(), context.getFunctionVersion());
    trigger.setAttributes(span, event);
    return parent.with(span.startSpan());
  }

  private static void setArn(SpanBuilder span, @Nullable String invoked, String version) {
    FunctionArn arn = FunctionArn.parse(invoked);
    if (invoked != null && arn != null) {
      span.setAttribute(INVOKED_ARN, invoked);
      span.setAttribute(ACCOUNT_ID, arn.accountId());
      span.setAttribute(RESOURCE_ID, arn.withVersion(version));
    }
  }

  static void fail(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(ERROR_TYPE, failure.getClass().getName());
    span.recordException(failure);
  }
}
