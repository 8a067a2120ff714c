package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.trace.SpanKind.CONSUMER;
import static io.opentelemetry.api.trace.SpanKind.SERVER;

import java.util.List;

/** What the span of each trigger is, of a function named {@code orders}. */
public final class TriggerRows {

  /** What the function answers. */
  public static final String RESPONSE = "{\"statusCode\":201,\"body\":\"done\"}";

  private static final String SENDER = "b7ad6b7169203331";
  private static final String XRAY_SENDER = "53995c3f42cd8ad8";

  /** In the order of the documented table. */
  public static List<TriggerRow> all() {
    return List.of(
        http("API Gateway REST API", "api-gateway-rest", "POST /items/{id}")
            .with("http.request.method", "POST")
            .with("http.route", "/items/{id}")
            .with("url.path", "/items/1")
            .with("url.query", "color=red&color=blue&q=%C3%BC+1&token=REDACTED")
            .with("url.scheme", "https")
            .with("network.protocol.version", "1.1")
            .with("user_agent.original", "curl/8.5.0")
            .with("client.address", "203.0.113.7")
            .with("server.address", "70ixmpl4fl.execute-api.us-east-2.amazonaws.com")
            .with("server.port", 443),
        http("API Gateway HTTP API", "api-gateway-http", "GET /items/{id}")
            .with("http.request.method", "GET")
            .with("http.route", "/items/{id}")
            .with("url.path", "/items/1")
            .with("url.query", "a=1&a=2&X-Amz-Signature=REDACTED")
            .with("url.scheme", "https")
            .with("network.protocol.version", "1.1")
            .with("user_agent.original", "Mozilla/5.0")
            .with("client.address", "205.255.255.176")
            .with("server.address", "r3pmxmplak.execute-api.us-east-2.amazonaws.com")
            .with("server.port", 443),
        http("API Gateway WebSocket API", "api-gateway-websocket", "$connect")
            .with("http.route", "$connect")
            .with("url.query", "room=7")
            .with("url.scheme", "https")
            .with("client.address", "203.0.113.7")
            .with("server.address", "abcd123.execute-api.us-east-1.amazonaws.com")
            .with("server.port", 443),
        http("function URL", "function-url", "orders")
            .with("http.request.method", "_OTHER")
            .with("http.request.method_original", "PURGE")
            .with("url.path", "/my/path")
            .with("url.query", "parameter1=value1&parameter2=value")
            .with("url.scheme", "https")
            .with("network.protocol.version", "1.1")
            .with("user_agent.original", "Mozilla/5.0")
            .with("client.address", "205.255.255.176")
            .with("server.address", "abcdefgh.lambda-url.us-west-2.on.aws")
            .with("server.port", 443),
        http("Application Load Balancer", "load-balancer", "orders")
            .with("http.request.method", "GET")
            .with("url.path", "/lambda")
            .with("url.query", "query=1234%20ABCD")
            .with("url.scheme", "http")
            .with("user_agent.original", "Mozilla/5.0 (X11)")
            .with("client.address", "72.12.164.125")
            .with("server.address", "lambda-alb-123578498.us-east-2.elb.amazonaws.com")
            .with("server.port", 80),
        http("Application Load Balancer", "load-balancer-multi-value", "orders")
            .with("http.request.method", "GET")
            .with("url.path", "/lambda")
            .with("url.query", "myKey=val1&myKey=val2")
            .with("url.scheme", "http")
            .with("user_agent.original", "Mozilla/5.0 (X11)")
            .with("client.address", "2001:db8::7")
            .with("server.address", "lambda-alb-123578498.us-east-2.elb.amazonaws.com")
            .with("server.port", 8080),
        messaging("SQS", "sqs", "my-queue", "aws_sqs")
            .with("messaging.destination.name", "my-queue")
            .with("messaging.batch.message_count", 2)
            .link(SENDER)
            .link(XRAY_SENDER),
        messaging("SNS in SQS", "sns-in-sqs", "my-queue", "aws_sqs")
            .with("messaging.destination.name", "my-queue")
            .with("messaging.batch.message_count", 1)
            .with("messaging.message.id", "059f36b4-87a3-44ab-83d2-661975830a7d")
            .link(SENDER),
        messaging("SNS", "sns", "sns-lambda", "aws.sns")
            .with("messaging.destination.name", "sns-lambda")
            .with("messaging.message.id", "95df01b4-ee98-5cb9-9903-4c221d41eb5e")
            .link(SENDER),
        messaging("EventBridge", "eventbridge", "com.example.orders", "aws.eventbridge")
            .with("messaging.message.id", "6a7e8feb-b491-4cf7-a9f1-bf3703467718")
            .link(SENDER),
        messaging("Kinesis", "kinesis", "lambda-stream", "aws.kinesis")
            .with("messaging.destination.name", "lambda-stream")
            .with("messaging.destination.partition.id", "shardId-000000000006")
            .with("messaging.batch.message_count", 2)
            .with("aws.kinesis.stream_name", "lambda-stream"),
        messaging("Kafka (MSK, self-managed)", "msk", "mytopic", "kafka")
            .with("messaging.destination.name", "mytopic")
            .with("messaging.destination.partition.id", "0")
            .with("messaging.batch.message_count", 1)
            .with("messaging.kafka.offset", 15)
            .link(SENDER),
        messaging("Kafka (MSK, self-managed)", "kafka", "mytopic", "kafka")
            .with("messaging.destination.name", "mytopic")
            .with("messaging.destination.partition.id", "0")
            .with("messaging.batch.message_count", 1)
            .with("messaging.kafka.offset", 15)
            .link(SENDER),
        messaging("Amazon MQ (ActiveMQ)", "activemq", "testQueue", "activemq")
            .with("messaging.destination.name", "testQueue")
            .with("messaging.batch.message_count", 2)
            .link(SENDER),
        messaging("Amazon MQ (RabbitMQ)", "rabbitmq", "pizzaQueue", "rabbitmq")
            .with("messaging.destination.name", "pizzaQueue")
            .with("messaging.batch.message_count", 1)
            .with("messaging.message.id", "message-1")
            .link(SENDER),
        row("S3", "s3", "datasource")
            .with("faas.document.collection", "amzn-s3-demo-bucket")
            .with("faas.document.operation", "insert")
            .with("faas.document.name", "red flower.jpg")
            .with("faas.document.time", "2026-09-03T19:37:27.192Z"),
        row("DynamoDB stream", "dynamodb", "datasource")
            .with("faas.document.collection", "ExampleTable")
            .with("faas.document.operation", "edit")
            .with("faas.document.time", "2016-11-18T20:09:00Z"),
        row("DocumentDB", "documentdb", "datasource")
            .with("faas.document.collection", "test_database")
            .with("faas.document.operation", "insert")
            .with("faas.document.name", "test_collection")
            .with("faas.document.time", "2023-02-16T23:06:15Z"),
        row("schedule (EventBridge rule, EventBridge Scheduler)", "scheduled", "timer")
            .with("faas.time", "2026-03-01T01:23:45Z"),
        row("schedule (EventBridge rule, EventBridge Scheduler)", "scheduler", "timer")
            .with("faas.time", "2026-03-01T01:23:45Z"),
        row("Step Functions", "step-functions", "other")
            .with(
                "aws.step_functions.state_machine.arn",
                "arn:aws:states:us-east-1:123456789012:stateMachine:orders"),
        row("Cognito", "cognito", "other"),
        row("IoT", "iot", "other"),
        row("CloudWatch Logs", "cloudwatch-logs", "other"),
        row("Lex", "lex", "other"),
        row("Alexa", "alexa", "other"),
        row("CodePipeline", "codepipeline", "other"),
        row("CloudFormation custom resource", "cloudformation", "other"),
        row("direct invocation", "direct", "other"));
  }

  private static TriggerRow http(String trigger, String event, String spanName) {
    return new TriggerRow(trigger, event, "http", SERVER, spanName)
        .with("http.response.status_code", 201)
        .parent(SENDER);
  }

  private static TriggerRow messaging(String trigger, String event, String source, String system) {
    return new TriggerRow(trigger, event, "pubsub", CONSUMER, source + " process")
        .with("messaging.system", system)
        .with("messaging.operation.name", "process")
        .with("messaging.operation.type", "process");
  }

  private static TriggerRow row(String trigger, String event, String type) {
    return new TriggerRow(trigger, event, type, SERVER, "orders");
  }

  private TriggerRows() {}
}
