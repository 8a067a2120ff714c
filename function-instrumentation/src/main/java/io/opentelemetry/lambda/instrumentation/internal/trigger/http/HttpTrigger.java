package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Shared code of the triggers that pass an HTTP request on (semantic-conventions v1.44.0,
 * docs/http/http-spans.md).
 */
abstract class HttpTrigger implements Trigger {

  private static final AttributeKey<String> METHOD = stringKey("http.request.method");
  private static final AttributeKey<String> ORIGINAL = stringKey("http.request.method_original");
  private static final AttributeKey<String> ROUTE = stringKey("http.route");
  private static final AttributeKey<String> PATH = stringKey("url.path");
  private static final AttributeKey<String> QUERY = stringKey("url.query");
  private static final AttributeKey<String> SCHEME = stringKey("url.scheme");
  private static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");
  private static final AttributeKey<String> CLIENT = stringKey("client.address");
  private static final AttributeKey<String> SERVER = stringKey("server.address");
  private static final AttributeKey<Long> PORT = longKey("server.port");
  private static final AttributeKey<String> PROTOCOL = stringKey("network.protocol.version");
  private static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  private static final String OTHER = "_OTHER";

  final Event event;

  HttpTrigger(Event event) {
    this.event = event;
  }

  @Override
  public final String type() {
    return "http";
  }

  @Override
  public final @Nullable String spanName() {
    String method = knownMethod(method());
    String route = route();
    if (method == null || route == null) {
      return route;
    }
    return (method.equals(OTHER) ? "HTTP" : method) + " " + route;
  }

  @Override
  public final void setAttributes(SpanBuilder span) {
    setMethod(span, method());
    Trigger.set(span, ROUTE, route());
    Trigger.set(span, PATH, path());
    Trigger.set(span, SCHEME, header("x-forwarded-proto"));
    Trigger.set(span, PROTOCOL, protocolVersion(protocol()));
    Trigger.set(span, USER_AGENT, header("user-agent"));
    setServer(span);
    String forwarded = header("x-forwarded-for");
    Trigger.set(span, CLIENT, forwarded == null ? peer() : Addresses.client(forwarded));
    String query = query();
    if (query != null && !query.isEmpty()) {
      span.setAttribute(QUERY, QueryStrings.redact(query));
    }
    setMore(span);
  }

  void setMore(SpanBuilder span) {}

  private void setServer(SpanBuilder span) {
    String host = header("x-forwarded-host");
    if (host == null) {
      host = header("host");
    }
    if (host == null) {
      host = event.value("requestContext", "domainName");
    }
    if (host == null || host.isEmpty()) {
      return;
    }
    span.setAttribute(SERVER, Addresses.host(host));
    int port = Addresses.port(host);
    String forwarded = header("x-forwarded-port");
    if (port < 0 && forwarded != null) {
      port = Addresses.parsePort(forwarded);
    }
    if (port > 0) {
      span.setAttribute(PORT, (long) port);
    }
  }

  private static void setMethod(SpanBuilder span, @Nullable String method) {
    String known = knownMethod(method);
    Trigger.set(span, METHOD, known);
    if (known != null && !known.equals(method)) {
      Trigger.set(span, ORIGINAL, method);
    }
  }

  private static @Nullable String knownMethod(@Nullable String method) {
    if (method == null) {
      return null;
    }
    switch (method) {
      case "CONNECT":
      case "DELETE":
      case "GET":
      case "HEAD":
      case "OPTIONS":
      case "PATCH":
      case "POST":
      case "PUT":
      case "QUERY":
      case "TRACE":
        return method;
      default:
        return OTHER;
    }
  }

  /** {@code HTTP/1.1} without its name; HTTP 2 and 3 have no minor version. */
  private static @Nullable String protocolVersion(@Nullable String protocol) {
    if (protocol == null || !protocol.startsWith("HTTP/")) {
      return null;
    }
    String version = protocol.substring("HTTP/".length());
    return version.equals("2.0") || version.equals("3.0") ? version.substring(0, 1) : version;
  }

  @Override
  public final void setResponse(Span span, OutputStream response, int start) {
    if (!answersClient()) {
      return;
    }
    int status = StatusCodes.read(response, start);
    if (status == StatusCodes.NONE) {
      status = defaultStatus();
    }
    if (status <= 0) {
      return;
    }
    span.setAttribute(STATUS, (long) status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(ERROR_TYPE, Integer.toString(status));
    }
  }

  final @Nullable String header(String name) {
    return event.headers().get(name);
  }

  @Nullable String method() {
    return event.value("httpMethod");
  }

  /** The route as the API defines it, such as {@code /orders/{id}}; null where none is defined. */
  @Nullable String route() {
    return null;
  }

  @Nullable String path() {
    return event.value("path");
  }

  /** The query as the client sent it, without its question mark. */
  abstract @Nullable String query();

  /** The address that the request came from, as the service saw it. */
  @Nullable String peer() {
    return event.value("requestContext", "identity", "sourceIp");
  }

  @Nullable String protocol() {
    return event.value("requestContext", "protocol");
  }

  /** Tells whether the response is the client's. */
  boolean answersClient() {
    return true;
  }

  /** The status that the client gets for a response that names none, or 0 if that is an error. */
  int defaultStatus() {
    return 0;
  }
}
