package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import com.amazonaws.services.lambda.runtime.Context;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.Triggers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The span of an invocation, as the semantic conventions for FaaS and AWS Lambda describe it
 * (semantic-conventions v1.44.0, docs/faas/aws-lambda.md).
 */
final class FunctionSpans {

  static final String SCOPE = "io.opentelemetry.lambda";

  private static final AttributeKey<String> TRIGGER = stringKey("faas.trigger");
  private static final AttributeKey<String> INVOCATION_ID = stringKey("faas.invocation_id");
  private static final AttributeKey<Boolean> COLD_START = booleanKey("faas.coldstart");
  private static final AttributeKey<String> INVOKED_ARN = stringKey("aws.lambda.invoked_arn");
  private static final AttributeKey<String> ACCOUNT_ID = stringKey("cloud.account.id");
  private static final AttributeKey<String> RESOURCE_ID = stringKey("cloud.resource_id");

  /** The conventions have no name for it. */
  private static final String RESTORED = "otel.lambda.restored";

  private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  private final Tracer tracer;
  private final ParentContext parents;
  private final MessageContexts messages;
  private final boolean singleMessageParent;
  private final @Nullable QueueSpans queues;
  private final AtomicBoolean coldStart = new AtomicBoolean(true);

  /** When the environment was made from a snapshot, since the epoch; 0 if it was not. */
  private volatile long restoredMillis;

  static FunctionSpans create(OpenTelemetry openTelemetry, InstrumentationSettings configuration) {
    return create(openTelemetry, openTelemetry.getTracer(SCOPE), configuration);
  }

  /** Goes the way of all spans, but makes none. */
  static FunctionSpans unreported(
      OpenTelemetry openTelemetry, InstrumentationSettings configuration) {
    return create(openTelemetry, TracerProvider.noop().get(SCOPE), configuration);
  }

  private static FunctionSpans create(
      OpenTelemetry openTelemetry, Tracer tracer, InstrumentationSettings configuration) {
    TextMapPropagator propagator = openTelemetry.getPropagators().getTextMapPropagator();
    return new FunctionSpans(
        tracer,
        new ParentContext(propagator, configuration.usesXrayLambda()),
        new MessageContexts(propagator),
        configuration.isSingleMessageParent(),
        configuration.hasQueueSpans() ? new QueueSpans(tracer, TRIGGER) : null);
  }

  private FunctionSpans(
      Tracer tracer,
      ParentContext parents,
      MessageContexts messages,
      boolean singleMessageParent,
      @Nullable QueueSpans queues) {
    this.tracer = tracer;
    this.parents = parents;
    this.messages = messages;
    this.singleMessageParent = singleMessageParent;
    this.queues = queues;
  }

  /** Starts the span; what cannot be read from the event is missing on it. */
  Invocation start(Event event, Context context) {
    Trigger trigger = trigger(event);
    io.opentelemetry.context.Context parent = parent(event, context);
    List<Map<String, String>> senders = senders(trigger);
    if (singleMessageParent && trigger.isSingleMessage()) {
      parent = parent(senders, parent);
      senders = Collections.emptyList();
    }
    SpanContext remote = Span.fromContext(parent).getSpanContext();
    if (queues != null) {
      parent = queues.report(trigger, parent);
    }
    String name = spanName(trigger);
    boolean first = coldStart.getAndSet(false);
    SpanBuilder span =
        tracer
            .spanBuilder(name == null ? context.getFunctionName() : name)
            .setSpanKind(trigger.kind())
            .setParent(parent)
            .setAttribute(TRIGGER, trigger.type())
            .setAttribute(INVOCATION_ID, context.getAwsRequestId())
            .setAttribute(COLD_START, first);
    setArn(span, context.getInvokedFunctionArn(), context.getFunctionVersion());
    describe(span, trigger);
    link(span, senders, remote);
    Span started = span.startSpan();
    if (first && restoredMillis != 0) {
      started.addEvent(RESTORED, restoredMillis, TimeUnit.MILLISECONDS);
    }
    return Invocation.of(trigger, started, parent, first);
  }

  /** The next invocation is the first of an environment that was made from a snapshot. */
  void restored() {
    restoredMillis = System.currentTimeMillis();
    coldStart.set(true);
  }

  private static Trigger trigger(Event event) {
    try {
      return Triggers.of(event);
    } catch (Throwable e) {
      Diagnostics.warn("an invocation's trigger is not known", e);
      return Triggers.other();
    }
  }

  private io.opentelemetry.context.Context parent(Event event, Context context) {
    try {
      return parents.of(event, context);
    } catch (Throwable e) {
      Diagnostics.warn("an invocation's parent is not known", e);
      return io.opentelemetry.context.Context.root();
    }
  }

  private static List<Map<String, String>> senders(Trigger trigger) {
    try {
      return trigger.messages();
    } catch (Throwable e) {
      Diagnostics.warn("the senders of messages are not known", e);
      return Collections.emptyList();
    }
  }

  private io.opentelemetry.context.Context parent(
      List<Map<String, String>> senders, io.opentelemetry.context.Context otherwise) {
    try {
      return senders.isEmpty() ? otherwise : messages.parent(senders.get(0), otherwise);
    } catch (Throwable e) {
      Diagnostics.warn("the sender of a message is not known", e);
      return otherwise;
    }
  }

  private static @Nullable String spanName(Trigger trigger) {
    try {
      return trigger.spanName();
    } catch (Throwable e) {
      Diagnostics.warn("a span has the function's name for want of a better one", e);
      return null;
    }
  }

  private static void describe(SpanBuilder span, Trigger trigger) {
    try {
      trigger.setAttributes(span);
    } catch (Throwable e) {
      Diagnostics.warn("attributes of the trigger are missing", e);
    }
  }

  private void link(SpanBuilder span, List<Map<String, String>> senders, SpanContext parent) {
    try {
      for (Map<String, String> sender : senders) {
        messages.link(span, sender, parent);
      }
    } catch (Throwable e) {
      Diagnostics.warn("links to the senders of messages are missing", e);
    }
  }

  private static void setArn(SpanBuilder span, @Nullable String invoked, String version) {
    FunctionArn arn = FunctionArn.parse(invoked);
    if (invoked != null && arn != null) {
      span.setAttribute(INVOKED_ARN, invoked);
      span.setAttribute(ACCOUNT_ID, arn.accountId());
      span.setAttribute(RESOURCE_ID, arn.withVersion(version));
    }
  }

  /** The runtime will post a response that Lambda refuses: an error, by Lambda's name for it. */
  static void refuse(Span span) {
    span.setStatus(StatusCode.ERROR, "the response is larger than Lambda takes");
    span.setAttribute(ERROR_TYPE, "Function.ResponseSizeTooLarge");
  }

  static void fail(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(ERROR_TYPE, failure.getClass().getName());
    span.recordException(failure);
  }
}
