package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An AppSync resolver, alone or in a batch, a channel's handler or an authorizer, whose event
 * carries the headers of the request to the API (semantic-conventions v1.44.0,
 * docs/graphql/graphql-spans.md). A request may resolve many fields, and its method and path are
 * not in the event.
 */
public final class AppSyncTrigger extends HttpTrigger {

  private static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("graphql.operation.type");

  public AppSyncTrigger(Event event) {
    super(event);
  }

  @Override
  void setMore(SpanBuilder span) {
    String type = event.value("info", "parentTypeName");
    type = type == null ? event.value("typeName") : type;
    if (type != null
        && (type.equals("Query") || type.equals("Mutation") || type.equals("Subscription"))) {
      span.setAttribute(OPERATION_TYPE, type.toLowerCase(Locale.ROOT));
    }
  }

  @Override
  @Nullable String method() {
    return null;
  }

  @Override
  @Nullable String path() {
    return null;
  }

  @Override
  @Nullable String query() {
    return null;
  }

  /** The result is data, whatever it has by the name of a status. */
  @Override
  boolean answersClient() {
    return false;
  }
}
