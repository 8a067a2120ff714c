package io.opentelemetry.lambda.tests.conformance;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of one case's invocation.
 *
 * @param reported what has been exported since the invocation began
 */
record Observation(InvocationResult result, List<ResourceSpans> reported) {

  List<Span> spans() {
    return reported.stream()
        .flatMap(spans -> spans.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  Resource resource() {
    return reported.isEmpty() ? Resource.getDefaultInstance() : reported.get(0).getResource();
  }

  Optional<Span> span(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).findFirst();
  }
}
