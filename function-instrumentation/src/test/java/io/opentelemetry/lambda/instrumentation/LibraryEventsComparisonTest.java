package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.awslambdacore.v1_0.TracingRequestHandler;
import io.opentelemetry.instrumentation.awslambdaevents.common.v2_2.internal.AwsLambdaEventsInstrumenterFactory;
import io.opentelemetry.instrumentation.awslambdaevents.v3_11.TracingSqsEventHandler;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Spans say at least what those of opentelemetry-aws-lambda-events-3.11 say, its faults apart. */
class LibraryEventsComparisonTest {

  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String XRAY =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  /**
   * The alias is left in the resource's id; a server's span has no full URL; what an operation is
   * has another name by now.
   */
  private static final Set<String> FAULTS =
      Set.of("cloud.resource_id", "url.full", "messaging.operation");

  @Test
  void apiGateway() throws Exception {
    SpanData own =
        own(
            """
            {"resource":"/hello/{param}","path":"/hello/world","httpMethod":"GET",
             "headers":{"traceparent":"%s","User-Agent":"Test Client","host":"localhost:2300",
                        "X-Forwarded-Proto":"http"},
             "queryStringParameters":{"a":"b"},"requestContext":{"stage":"prod"}}
            """
                .formatted(TRACEPARENT),
            "{\"statusCode\":201}");
    APIGatewayProxyRequestEvent event =
        new APIGatewayProxyRequestEvent()
            .withResource("/hello/{param}")
            .withPath("/hello/world")
            .withHttpMethod("GET")
            .withHeaders(
                Map.of(
                    "traceparent",
                    TRACEPARENT,
                    "User-Agent",
                    "Test Client",
                    "host",
                    "localhost:2300",
                    "X-Forwarded-Proto",
                    "http"))
            .withQueryStringParameters(Map.of("a", "b"));
    SpanData library = library(ApiGateway::new, event).get(0);
    assertThat(own)
        .hasName(library.getName())
        .hasKind(library.getKind())
        .hasTraceId(library.getTraceId())
        .hasParentSpanId(library.getParentSpanId());
    assertContains(own, library);
  }

  @Test
  void sqs() throws Exception {
    SpanData own =
        own(
            """
            {"Records":[{"messageId":"message1","eventSource":"queue1","attributes":{"AWSTraceHeader":"%s"}},
                        {"messageId":"message2","eventSource":"queue1","attributes":{}}]}
            """
                .formatted(XRAY),
            "");
    SQSEvent.SQSMessage message1 = new SQSEvent.SQSMessage();
    message1.setMessageId("message1");
    message1.setEventSource("queue1");
    message1.setAttributes(Map.of("AWSTraceHeader", XRAY));
    SQSEvent.SQSMessage message2 = new SQSEvent.SQSMessage();
    message2.setMessageId("message2");
    message2.setEventSource("queue1");
    message2.setAttributes(Map.of());
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message1, message2));
    List<SpanData> library = library(Sqs::new, event);
    SpanData batch =
        library.stream()
            .filter(span -> span.getKind() == SpanKind.CONSUMER)
            .findFirst()
            .orElseThrow();
    assertThat(own).hasName(batch.getName()).hasKind(batch.getKind()).hasLinks(batch.getLinks());
    for (SpanData span : library) {
      assertContains(own, span);
    }
  }

  private static void assertContains(SpanData own, SpanData library) {
    Map<AttributeKey<?>, Object> attributes =
        Attributes.builder()
            .putAll(library.getAttributes())
            .removeIf(key -> FAULTS.contains(key.getKey()))
            .build()
            .asMap();
    assertThat(own.getAttributes().asMap()).containsAllEntriesOf(attributes);
  }

  private static SpanData own(String event, String response) throws Exception {
    TestTelemetry telemetry = TestTelemetry.create();
    FunctionInstrumentation.create(telemetry, new InstrumentationSettings(name -> null))
        .handle(
            (input, output, context) -> output.write(response.getBytes(UTF_8)),
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            TestContext.create());
    return telemetry.spans().get(0);
  }

  private interface Library<I, O> {
    RequestHandler<I, O> create(OpenTelemetrySdk sdk);
  }

  private static <I, O> List<SpanData> library(Library<I, O> library, I event) {
    TestTelemetry telemetry = TestTelemetry.create();
    // it looks for parents only where the global propagators are not those of X-Ray
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(telemetry.openTelemetry());
    try {
      library
          .create((OpenTelemetrySdk) telemetry.openTelemetry())
          .handleRequest(event, TestContext.create());
      return telemetry.spans();
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }

  private static final class ApiGateway
      extends TracingRequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

    ApiGateway(OpenTelemetrySdk sdk) {
      super(
          sdk,
          Duration.ofSeconds(1),
          AwsLambdaEventsInstrumenterFactory.createInstrumenter(sdk, "test", Set.of("GET")));
    }

    @Override
    protected APIGatewayProxyResponseEvent doHandleRequest(
        APIGatewayProxyRequestEvent event, Context context) {
      return new APIGatewayProxyResponseEvent().withStatusCode(201);
    }

    @Override
    protected Map<String, String> extractHttpHeaders(APIGatewayProxyRequestEvent event) {
      return event.getHeaders();
    }
  }

  private static final class Sqs extends TracingSqsEventHandler {

    Sqs(OpenTelemetrySdk sdk) {
      super(sdk);
    }

    @Override
    protected SQSBatchResponse handleEvent(SQSEvent event, Context context) {
      return new SQSBatchResponse(List.of());
    }
  }
}
