package io.opentelemetry.lambda.instrumentation.internal.trigger;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import io.opentelemetry.lambda.instrumentation.internal.event.Trigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.datasource.DocumentDbTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.datasource.DynamoDbTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.datasource.S3Trigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.ApiGatewayAuthorizerTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.ApiGatewayHttpTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.ApiGatewayRestTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.ApiGatewayWebSocketTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.AppSyncTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.FunctionUrlTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.http.LoadBalancerTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.ActiveMqTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.EventBridgeTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.KafkaTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.KinesisTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.RabbitMqTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.SnsTrigger;
import io.opentelemetry.lambda.instrumentation.internal.trigger.messaging.SqsTrigger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The triggers that are told apart.
 *
 * <p>Each is known by a few members of its events, so that no trigger's class is loaded but the one
 * that describes the event.
 */
public final class Triggers {

  /** Finds what triggered the invocation with this event; a trigger of no known kind is "other". */
  public static Trigger of(Event event) {
    Trigger trigger = find(event);
    return trigger == null ? other() : trigger;
  }

  /** A trigger that nothing is known of. */
  public static Trigger other() {
    return new OtherTrigger();
  }

  private static @Nullable Trigger find(Event event) {
    if (event.has("methodArn") || event.has("routeArn")) {
      return new ApiGatewayAuthorizerTrigger(event);
    }
    if (event.isAppSync()) {
      return new AppSyncTrigger(event);
    }
    if (event.has("requestContext")) {
      return ofRequest(event);
    }
    if (event.has("Records")) {
      return ofRecords(event);
    }
    if (event.value("detail-type") != null && event.value("source") != null) {
      return ofEventBridge(event);
    }
    // DocumentDB's source stands behind its events, which may be too many to be gone over
    if (first(event, "events").value("event", "operationType") != null) {
      return new DocumentDbTrigger(event);
    }
    if (event.has("eventSource")) {
      return ofBroker(event);
    }
    if (event.value("StateMachine", "Id") != null) {
      return new StepFunctionsTrigger(event);
    }
    return null;
  }

  private static @Nullable Trigger ofRequest(Event event) {
    String domain = event.value("requestContext", "domainName");
    if (event.value("requestContext", "http", "method") != null) {
      if (domain != null && domain.contains(".lambda-url.")) {
        return new FunctionUrlTrigger(event);
      }
      return new ApiGatewayHttpTrigger(event);
    }
    if (event.value("requestContext", "elb", "targetGroupArn") != null) {
      return new LoadBalancerTrigger(event);
    }
    if (event.value("requestContext", "connectionId") != null) {
      return new ApiGatewayWebSocketTrigger(event);
    }
    if (event.value("httpMethod") != null && event.value("requestContext", "stage") != null) {
      return new ApiGatewayRestTrigger(event);
    }
    return null;
  }

  private static @Nullable Trigger ofRecords(Event event) {
    Event record = first(event, "Records");
    String source = record.value("eventSource");
    if (source == null) {
      source = record.value("EventSource");
    }
    switch (source == null ? "" : source) {
      case "aws:sns":
        return new SnsTrigger(event);
      case "aws:kinesis":
        return new KinesisTrigger(event);
      case "aws:dynamodb":
        return new DynamoDbTrigger(event);
      case "aws:s3":
        return new S3Trigger(event);
      default:
        if (source != null && record.has("messageId")) {
          return new SqsTrigger(event);
        }
        return null;
    }
  }

  private static Trigger ofEventBridge(Event event) {
    String source = event.value("source");
    if ("Scheduled Event".equals(event.value("detail-type"))
        && ("aws.events".equals(source) || "aws.scheduler".equals(source))) {
      return new ScheduledTrigger(event);
    }
    return new EventBridgeTrigger(event);
  }

  private static @Nullable Trigger ofBroker(Event event) {
    String source = event.value("eventSource");
    switch (source == null ? "" : source) {
      case "aws:kafka":
      case "SelfManagedKafka":
        return new KafkaTrigger(event);
      case "aws:mq":
        return new ActiveMqTrigger(event);
      case "aws:rmq":
        return new RabbitMqTrigger(event);
      default:
        return null;
    }
  }

  private static Event first(Event event, String name) {
    List<?> records = event.array(name);
    return !records.isEmpty() && records.get(0) instanceof Map
        ? Event.of(records.get(0))
        : Event.UNKNOWN;
  }

  private Triggers() {}
}
