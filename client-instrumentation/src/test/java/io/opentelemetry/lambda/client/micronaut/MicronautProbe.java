package io.opentelemetry.lambda.client.micronaut;

import io.micronaut.core.execution.ExecutionFlow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;

final class MicronautProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    MutableHttpRequest<?> request = HttpRequest.GET(url);
    try (Scope scope = Invocation.context().makeCurrent()) {
      Object call =
          hooked
              ? MicronautClient.sendRequestWithRedirectsNoFilter(
                  this, null, null, null, request, null)
              : null;
      ExecutionFlow<?> flow = ExecutionFlow.just(HttpResponse.ok("found"));
      ExecutionFlow<?> given = hooked ? MicronautClient.result(flow, call) : flow;
      return String.valueOf(((HttpResponse<?>) given.tryCompleteValue()).body());
    }
  }
}
