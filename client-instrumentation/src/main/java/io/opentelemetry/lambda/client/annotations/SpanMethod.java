package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.api.semconv.util.SpanNames;

/** One call of a method that is a span. */
final class SpanMethod {

  private final Class<?> type;
  private final String method;
  private final String name;
  private final SpanKind kind;

  /** Names, each before its value. */
  private final Object[] attributes;

  SpanMethod(Class<?> type, String method, String name, SpanKind kind, Object[] attributes) {
    this.type = type;
    this.method = method;
    this.name = name;
    this.kind = kind;
    this.attributes = attributes;
  }

  Class<?> type() {
    return type;
  }

  String method() {
    return method;
  }

  String spanName() {
    return name.isEmpty() ? SpanNames.fromMethod(type, method) : name;
  }

  SpanKind kind() {
    return kind;
  }

  Object[] attributes() {
    return attributes;
  }
}
