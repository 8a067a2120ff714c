package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer of an API Gateway API, which is asked before the request is passed on: the route is
 * the one that it guards, so neither its span's name nor an attribute of it has that.
 */
public final class ApiGatewayAuthorizerTrigger extends HttpTrigger {

  public ApiGatewayAuthorizerTrigger(Event event) {
    super(event);
  }

  @Override
  @Nullable String method() {
    String method = event.value("requestContext", "http", "method");
    return method == null ? event.value("httpMethod") : method;
  }

  @Override
  @Nullable String path() {
    String path = event.value("rawPath");
    return path == null ? event.value("path") : path;
  }

  @Override
  @Nullable String query() {
    String query = event.value("rawQueryString");
    return query == null ? QueryStrings.encode(event) : query;
  }

  @Override
  @Nullable String peer() {
    String peer = event.value("requestContext", "http", "sourceIp");
    return peer == null ? super.peer() : peer;
  }

  @Override
  @Nullable String protocol() {
    String protocol = event.value("requestContext", "http", "protocol");
    return protocol == null ? super.protocol() : protocol;
  }

  /** Its response is a policy. */
  @Override
  boolean answersClient() {
    return false;
  }
}
