package io.opentelemetry.lambda.instrumentation.internal.event;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of an event, as far as they were read, of which triggers ask for. It tells when
 * nothing that follows can be asked for, in whatever order they come.
 */
final class KnownMembers {

  private final Set<String> names = new HashSet<>();

  /** Adds a member; false for one that no trigger asks for. */
  boolean add(String name) {
    switch (name) {
      case "Records":
      case "StateMachine":
      case "authorizationToken":
      case "detail":
      case "detail-type":
      case "eventSource":
      case "events":
      case "fieldName":
      case "headers":
      case "httpMethod":
      case "id":
      case "info":
      case "messages":
      case "methodArn":
      case "multiValueHeaders":
      case "multiValueQueryStringParameters":
      case "path":
      case "queryStringParameters":
      case "rawPath":
      case "rawQueryString":
      case "records":
      case "request":
      case "requestContext":
      case "requestHeaders":
      case "resource":
      case "rmqMessagesByQueue":
      case "routeArn":
      case "routeKey":
      case "source":
      case "time":
      case "type":
      case "typeName":
        names.add(name);
        return true;
      default:
        return false;
    }
  }

  /** Tells whether all is known of a request to an API, a function's URL or a load balancer. */
  boolean areOfRequest(Map<String, Object> event) {
    if (!has("requestContext")) {
      return false;
    }
    if (has("rawPath")) {
      return has("rawQueryString", "routeKey", "headers");
    }
    if (!has("httpMethod", "path")) {
      return false;
    }
    if (has("resource")) {
      return has("headers", "multiValueHeaders")
          && has("queryStringParameters", "multiValueQueryStringParameters");
    }
    // a load balancer sends the one or the other
    Object context = event.get("requestContext");
    return context instanceof Map
        && ((Map<?, ?>) context).containsKey("elb")
        && (has("headers") || has("multiValueHeaders"))
        && (has("queryStringParameters") || has("multiValueQueryStringParameters"));
  }

  /** Tells whether all is known of a batch but the rest of its records. */
  boolean areOfBatch(Map<String, Object> event) {
    if (has("eventSource")) {
      return has("records") || has("messages") || has("rmqMessagesByQueue");
    }
    return hasFirst(event.get("Records"), "eventSource")
        || hasFirst(event.get("Records"), "EventSource")
        || hasFirst(event.get("events"), "event");
  }

  private boolean has(String... all) {
    for (String name : all) {
      if (!names.contains(name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasFirst(@Nullable Object records, String name) {
    if (!(records instanceof List) || ((List<?>) records).isEmpty()) {
      return false;
    }
    Object first = ((List<?>) records).get(0);
    return first instanceof Map && ((Map<?, ?>) first).containsKey(name);
  }
}
