package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.trace.SpanKind.CONSUMER;
import static io.opentelemetry.api.trace.SpanKind.SERVER;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole span for an event of each trigger, and the README's tables of them. */
class TriggerTest {

  private static final String SENDER = "b7ad6b7169203331";
  private static final String XRAY_SENDER = "53995c3f42cd8ad8";
  private static final String RESPONSE = "{\"statusCode\":201,\"body\":\"done\"}";

  static List<TriggerRow> rows() {
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

  @ParameterizedTest
  @MethodSource("rows")
  void span(TriggerRow row) throws Exception {
    SpanData span = invoke(row);
    assertThat(span).hasName(row.spanName).hasKind(row.kind);
    assertThat(span.getAttributes().asMap()).isEqualTo(row.allAttributes().asMap());
    assertThat(span.getParentSpanId())
        .isEqualTo(row.parent.isEmpty() ? "0000000000000000" : row.parent);
    assertThat(span.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .isEqualTo(row.links);
  }

  private static SpanData invoke(TriggerRow row) throws Exception {
    TestTelemetry telemetry = TestTelemetry.create();
    FunctionInstrumentation.create(telemetry, new Configuration(name -> null))
        .handle(
            (event, response, context) -> {
              assertThat(event.readAllBytes()).isEqualTo(row.json());
              response.write(RESPONSE.getBytes(UTF_8));
            },
            new ByteArrayInputStream(row.json()),
            new ByteArrayOutputStream(),
            TestContext.create());
    assertThat(telemetry.spans()).hasSize(1);
    return telemetry.spans().get(0);
  }

  @Test
  void readme_hasARowForEachTrigger() {
    assertThat(Readme.table("trigger").stream().map(row -> String.join(" ", row.subList(0, 3))))
        .containsExactlyElementsOf(
            rows().stream()
                .map(row -> row.trigger + " `" + row.type + "` " + row.kind)
                .distinct()
                .toList());
  }

  @Test
  void readme_hasARowForEachAttribute() {
    Set<String> attributes =
        rows().stream()
            .flatMap(row -> row.allAttributes().asMap().keySet().stream())
            .map(AttributeKey::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    attributes.add("error.type");
    assertThat(
            Readme.table("attribute").stream()
                .map(row -> Readme.names(row.get(0)))
                .flatMap(Collection::stream)
                .sorted())
        .containsExactlyElementsOf(attributes);
  }

  @Test
  void everyEventIsInARow() throws Exception {
    try (Stream<Path> events =
        Files.list(Path.of(TriggerTest.class.getResource("/events").toURI()))) {
      assertThat(events.map(file -> file.getFileName().toString().replace(".json", "")).sorted())
          .containsExactlyElementsOf(rows().stream().map(row -> row.event).sorted().toList());
    }
  }
}
