package io.opentelemetry.lambda.instrumentation.internal.event;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trigger of an invocation, as its event tells.
 *
 * <p>An interface, because the verifier of {@code Triggers} would load every subclass of a class.
 */
public interface Trigger {

  /**
   * The name, in a message, of the X-Ray header that SQS keeps for the sender: whatever propagators
   * are configured, it is read as the conventions for SQS demand.
   */
  String AWS_TRACE_HEADER = "awstraceheader";

  /** The value of {@code faas.trigger}: datasource, http, other, pubsub or timer. */
  String type();

  default SpanKind kind() {
    return SpanKind.SERVER;
  }

  /** The span's name, or null for the function's name. */
  default @Nullable String spanName() {
    return null;
  }

  /** Sets what the event tells beyond the attributes that every invocation has. */
  default void setAttributes(SpanBuilder span) {}

  /**
   * For each message that is known, what its sender's context may be read from: values by their
   * names in lower case. No more than a span may have links.
   */
  default List<Map<String, String>> messages() {
    return Collections.emptyList();
  }

  /** Tells whether the event is one message, or a batch of one. */
  default boolean isSingleMessage() {
    return false;
  }

  /** Tells where the event waited for the function; null if it does not say so. */
  default @Nullable QueuedEvent queued() {
    return null;
  }

  /**
   * Sets what the response tells.
   *
   * @param start where in the stream the response begins
   */
  default void setResponse(Span span, OutputStream response, int start) {}

  /** Sets an attribute, unless its value is missing or empty. */
  static void set(SpanBuilder span, AttributeKey<String> attribute, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      span.setAttribute(attribute, value);
    }
  }
}
