package io.opentelemetry.lambda.client.annotations;

import io.opentelemetry.instrumentation.api.incubator.semconv.code.CodeAttributesGetter;

/** Where the method is. */
final class SpanMethodCode implements CodeAttributesGetter<SpanMethod> {

  @Override
  public Class<?> getCodeClass(SpanMethod call) {
    return call.type();
  }

  @Override
  public String getMethodName(SpanMethod call) {
    return call.method();
  }
}
