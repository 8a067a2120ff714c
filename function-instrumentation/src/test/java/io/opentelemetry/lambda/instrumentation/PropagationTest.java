package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayLambdaPropagator;
import io.opentelemetry.contrib.awsxray.propagator.AwsXrayPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.extension.trace.propagation.JaegerPropagator;
import io.opentelemetry.extension.trace.propagation.OtTracePropagator;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parents and links by each of the documented propagators, from each place they can be in. */
@SuppressWarnings("deprecation") // deprecated propagators are still in use
class PropagationTest {

  private static final String TRACE_ID = "5759e988bd862e3fe1be46a994272793";
  private static final String PARENT_ID = "53995c3f42cd8ad8";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";
  private static final String XRAY =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  private static final String ENVIRONMENT_PARENT_ID = "1111111111111111";
  private static final String ENVIRONMENT =
      "Root=1-5759e988-000000000000000000000001;Parent=1111111111111111;Sampled=0;Lineage=1:a87bd80c:0";
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  private static final TextMapPropagator DEFAULT =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(),
          W3CBaggagePropagator.getInstance(),
          AwsXrayPropagator.getInstance());
  private static final TextMapPropagator WITH_XRAY_LAMBDA =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(),
          W3CBaggagePropagator.getInstance(),
          AwsXrayLambdaPropagator.getInstance());

  private final List<Baggage> baggage = new ArrayList<>();

  private record Format(String name, TextMapPropagator propagator, Map<String, String> headers) {}

  private static final List<Format> FORMATS =
      List.of(
          new Format(
              "tracecontext",
              W3CTraceContextPropagator.getInstance(),
              Map.of("traceparent", TRACEPARENT, "tracestate", "a=b")),
          new Format(
              "b3",
              B3Propagator.injectingSingleHeader(),
              Map.of("b3", TRACE_ID + "-" + PARENT_ID + "-1")),
          new Format(
              "b3multi",
              B3Propagator.injectingMultiHeaders(),
              Map.of("X-B3-TraceId", TRACE_ID, "X-B3-SpanId", PARENT_ID, "X-B3-Sampled", "1")),
          new Format(
              "jaeger",
              JaegerPropagator.getInstance(),
              Map.of("uber-trace-id", TRACE_ID + ":" + PARENT_ID + ":0:1")),
          new Format(
              "ottrace",
              OtTracePropagator.getInstance(),
              Map.of(
                  "ot-tracer-traceid",
                  TRACE_ID,
                  "ot-tracer-spanid",
                  PARENT_ID,
                  "ot-tracer-sampled",
                  "true")),
          new Format("xray", AwsXrayPropagator.getInstance(), Map.of("X-Amzn-Trace-Id", XRAY)),
          new Format(
              "xray-lambda",
              AwsXrayLambdaPropagator.getInstance(),
              Map.of("X-Amzn-Trace-Id", XRAY)));

  private enum Place {
    HEADERS("{\"headers\":{%s}}", "\"%s\":\"%s\""),
    MULTI_VALUE_HEADERS("{\"multiValueHeaders\":{%s}}", "\"%s\":[\"%s\"]"),
    SQS_ATTRIBUTES(
        "{\"Records\":[{\"messageId\":\"1\",\"eventSource\":\"aws:sqs\",\"messageAttributes\":{%s}}]}",
        "\"%s\":{\"stringValue\":\"%s\"}"),
    SNS_ATTRIBUTES(
        "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"MessageAttributes\":{%s}}}]}",
        "\"%s\":{\"Type\":\"String\",\"Value\":\"%s\"}"),
    EVENTBRIDGE_DETAIL("{\"detail-type\":\"a\",\"source\":\"b\",\"detail\":{%s}}", "\"%s\":\"%s\""),
    ACTIVEMQ_PROPERTIES(
        "{\"eventSource\":\"aws:mq\",\"messages\":[{\"properties\":{%s}}]}", "\"%s\":\"%s\""),
    RABBITMQ_HEADERS(
        "{\"eventSource\":\"aws:rmq\",\"rmqMessagesByQueue\":{\"q::/\":[{\"basicProperties\":{\"headers\":{%s}}}]}}",
        "\"%s\":{\"bytes\":%s}"),
    KAFKA_HEADERS(
        "{\"eventSource\":\"aws:kafka\",\"records\":{\"t-0\":[{\"headers\":[%s]}]}}",
        "{\"%s\":%s}");

    private final String event;
    private final String member;

    Place(String event, String member) {
      this.event = event;
      this.member = member;
    }

    boolean isParent() {
      return this == HEADERS || this == MULTI_VALUE_HEADERS;
    }

    String event(Map<String, String> headers) {
      return String.format(
          event,
          headers.entrySet().stream()
              .map(header -> String.format(member, header.getKey(), value(header.getValue())))
              .collect(Collectors.joining(",")));
    }

    private String value(String text) {
      boolean bytes = this == KAFKA_HEADERS || this == RABBITMQ_HEADERS;
      return bytes ? Arrays.toString(text.getBytes(UTF_8)) : text;
    }
  }

  static Stream<Arguments> formatsInPlaces() {
    return FORMATS.stream()
        .flatMap(
            format ->
                Stream.of(Place.values()).map(place -> Arguments.of(format.name(), format, place)));
  }

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("formatsInPlaces")
  void everyPropagator_everyPlace_anyCase(String name, Format format, Place place)
      throws Exception {
    for (String event :
        List.of(
            place.event(format.headers()),
            place.event(renamed(format.headers(), true)),
            place.event(renamed(format.headers(), false)))) {
      SpanData span = invoke(format.propagator(), event, TestContext.create());
      if (place.isParent()) {
        assertThat(span).hasTraceId(TRACE_ID).hasParentSpanId(PARENT_ID).hasLinks();
      } else {
        assertThat(span).hasNoParent();
        assertLinks(span, PARENT_ID);
      }
    }
  }

  private static Map<String, String> renamed(Map<String, String> headers, boolean upper) {
    return headers.entrySet().stream()
        .collect(
            Collectors.toMap(
                header ->
                    upper
                        ? header.getKey().toUpperCase(Locale.ROOT)
                        : header.getKey().toLowerCase(Locale.ROOT),
                Map.Entry::getValue));
  }

  @Test
  void readme_hasARowForEachPropagator() {
    List<String> tested = new ArrayList<>(FORMATS.stream().map(Format::name).toList());
    tested.add("baggage");
    assertThat(
            Docs.table("what-is-reported.md", "propagator").stream()
                .map(row -> Docs.names(row.get(0)).get(0))
                .sorted())
        .containsExactlyElementsOf(tested.stream().sorted().toList());
    for (Format format : FORMATS) {
      List<String> row =
          Docs.table("what-is-reported.md", "propagator").stream()
              .filter(cells -> Docs.names(cells.get(0)).contains(format.name()))
              .findFirst()
              .orElseThrow();
      assertThat(Docs.names(row.get(1))).containsAll(format.headers().keySet());
    }
  }

  @Test
  void clientContext_isTheParentOfADirectInvocation() throws Exception {
    TestContext context =
        TestContext.create().withClientContext(Map.of("Traceparent", TRACEPARENT));
    assertThat(invoke(DEFAULT, "{}", context)).hasTraceId(TRACE_ID).hasParentSpanId(PARENT_ID);
  }

  @Test
  void clientContext_withoutCustomMap_isNoParent() throws Exception {
    assertThat(invoke(DEFAULT, "{}", TestContext.create().withClientContext(null))).hasNoParent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Root=1-5759e988-000000000000000000000001;Parent=1111111111111111;Sampled=0",
        "Self=1-67891234-12456789abcdef012345678;Root=1-5759e988-000000000000000000000001",
        "nonsense",
      })
  void xrayHeaderOfAService_leavesW3cParentAndBaggage(String xray) throws Exception {
    String event =
        Place.HEADERS.event(
            Map.of("traceparent", TRACEPARENT, "baggage", "user=ann", "X-Amzn-Trace-Id", xray));
    for (TextMapPropagator propagator : List.of(DEFAULT, WITH_XRAY_LAMBDA)) {
      assertThat(invoke(propagator, event, TestContext.create()))
          .hasTraceId(TRACE_ID)
          .hasParentSpanId(PARENT_ID);
      assertBaggage("user");
    }
  }

  @Test
  void xrayHeaderOfALoadBalancer_leavesBaggageAlone() throws Exception {
    String event =
        Place.HEADERS.event(Map.of("baggage", "user=ann", "X-Amzn-Trace-Id", "Self=1-2-3;" + XRAY));
    assertThat(invoke(DEFAULT, event, TestContext.create())).hasParentSpanId(PARENT_ID);
    assertBaggage("user");
  }

  @Test
  void environment_isNoParent_withoutXrayLambda() throws Exception {
    System.setProperty(PROPERTY, XRAY);
    assertThat(invoke(DEFAULT, "{}", TestContext.create().withXrayTraceId(XRAY))).hasNoParent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void environment_xrayLambda_isTheParent(boolean managed) throws Exception {
    assertThat(invokeInEnvironment(managed, XRAY, "{}"))
        .hasTraceId(TRACE_ID)
        .hasParentSpanId(PARENT_ID);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void environment_xrayLambda_winsOverTheEventsXrayHeader(boolean managed) throws Exception {
    String event =
        Place.HEADERS.event(Map.of("X-Amzn-Trace-Id", XRAY.replace(PARENT_ID, "2".repeat(16))));
    assertThat(invokeInEnvironment(managed, XRAY, event)).hasParentSpanId(PARENT_ID);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void environment_notSampled_leavesW3cParentAndBaggage(boolean managed) throws Exception {
    String event =
        Place.HEADERS.event(
            Map.of(
                "traceparent",
                TRACEPARENT,
                "baggage",
                "user=ann",
                "x-amzn-trace-id",
                "Root=1-5759e988-000000000000000000000001"));
    assertThat(invokeInEnvironment(managed, ENVIRONMENT, event))
        .hasTraceId(TRACE_ID)
        .hasParentSpanId(PARENT_ID);
    assertBaggage("user");
  }

  /** Lambda finds loops by it, so it has to come with what the function calls. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void environment_lineage_isPassedOnBesideTheBaggage(boolean managed) throws Exception {
    String event = Place.HEADERS.event(Map.of("baggage", "user=ann"));
    assertThat(invokeInEnvironment(managed, ENVIRONMENT.replace("Sampled=0", "Sampled=1"), event))
        .hasParentSpanId(ENVIRONMENT_PARENT_ID);
    assertBaggage("user", "Lineage");
  }

  @Test
  void messages_xrayLambda_doNotLinkToTheEnvironment() throws Exception {
    String other = TRACEPARENT.replace(PARENT_ID, "2".repeat(16));
    String event =
        "{\"Records\":[%s,%s]}"
            .formatted(
                sqs("\"user\":{\"stringValue\":\"ann\"}", ""),
                sqs("\"traceparent\":{\"stringValue\":\"" + other + "\"}", ""));
    SpanData span = invokeInEnvironment(false, XRAY, event);
    assertThat(span).hasParentSpanId(PARENT_ID);
    assertLinks(span, "2".repeat(16));
  }

  @Test
  void awsTraceHeader_isReadWhateverPropagatorsThereAre() throws Exception {
    SpanData span =
        invoke(
            W3CTraceContextPropagator.getInstance(),
            "{\"Records\":[" + sqs("", XRAY) + "]}",
            TestContext.create());
    assertThat(span).hasNoParent();
    assertLinks(span, PARENT_ID);
    assertThat(span.getLinks().get(0).getSpanContext().isSampled()).isTrue();
  }

  @Test
  void awsTraceHeader_ofTheSameSender_isLinkedOnce() throws Exception {
    String event =
        "{\"Records\":["
            + sqs("\"traceparent\":{\"stringValue\":\"" + TRACEPARENT + "\"}", XRAY)
            + "]}";
    assertLinks(invoke(DEFAULT, event, TestContext.create()), PARENT_ID);
  }

  @Test
  void manyMessages_asManyLinksAsASpanMayHave() throws Exception {
    String event =
        "{\"Records\":["
            + Stream.generate(() -> sqs("", XRAY)).limit(500).collect(Collectors.joining(","))
            + "]}";
    SpanData span = invoke(DEFAULT, event, TestContext.create());
    assertThat(span.getTotalRecordedLinks()).isEqualTo(128);
    assertThat(span.getLinks()).hasSize(128);
    assertThat(span.getAttributes().asMap())
        .containsEntry(AttributeKey.longKey("messaging.batch.message_count"), 500L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqs", "sns", "kafka", "eventbridge"})
  void singleMessage_parent(String kind) throws Exception {
    Place place =
        switch (kind) {
          case "sqs" -> Place.SQS_ATTRIBUTES;
          case "sns" -> Place.SNS_ATTRIBUTES;
          case "kafka" -> Place.KAFKA_HEADERS;
          default -> Place.EVENTBRIDGE_DETAIL;
        };
    SpanData span =
        invoke(
            DEFAULT,
            place.event(Map.of("traceparent", TRACEPARENT, "baggage", "user=ann")),
            TestContext.create(),
            Map.of(InstrumentationSettings.SINGLE_MESSAGE, "parent"));
    assertThat(span).hasTraceId(TRACE_ID).hasParentSpanId(PARENT_ID).hasLinks();
    assertBaggage("user");
  }

  @Test
  void singleMessage_parentByAwsTraceHeader_overTheEnvironments() throws Exception {
    System.setProperty(PROPERTY, ENVIRONMENT);
    SpanData span =
        invoke(
            WITH_XRAY_LAMBDA,
            "{\"Records\":[" + sqs("", XRAY) + "]}",
            TestContext.create(),
            Map.of(InstrumentationSettings.SINGLE_MESSAGE, "parent"));
    assertThat(span).hasTraceId(TRACE_ID).hasParentSpanId(PARENT_ID).hasLinks();
  }

  @Test
  void severalMessages_areLinkedTo_evenIfASingleOneWereTheParent() throws Exception {
    SpanData span =
        invoke(
            DEFAULT,
            "{\"Records\":[" + sqs("", XRAY) + "," + sqs("", "") + "]}",
            TestContext.create(),
            Map.of(InstrumentationSettings.SINGLE_MESSAGE, "parent"));
    assertThat(span).hasNoParent();
    assertLinks(span, PARENT_ID);
  }

  private static String sqs(String messageAttributes, String awsTraceHeader) {
    return """
    {"messageId":"1","eventSource":"aws:sqs","messageAttributes":{%s},"attributes":{"AWSTraceHeader":"%s"}}\
    """
        .formatted(messageAttributes, awsTraceHeader);
  }

  private static void assertLinks(SpanData span, String... spanIds) {
    assertThat(span.getLinks())
        .extracting(LinkData::getSpanContext)
        .extracting(SpanContext::getSpanId)
        .containsExactly(spanIds);
  }

  private void assertBaggage(String... names) {
    assertThat(baggage.get(baggage.size() - 1).asMap()).containsOnlyKeys(names);
  }

  private SpanData invokeInEnvironment(boolean managed, String header, String event)
      throws Exception {
    TestContext context = TestContext.create().withXrayTraceId(header);
    if (!managed) {
      System.setProperty(PROPERTY, header);
    }
    return invoke(
        WITH_XRAY_LAMBDA,
        event,
        context,
        Map.of(InstrumentationSettings.PROPAGATORS, "tracecontext,baggage,xray-lambda"));
  }

  private SpanData invoke(TextMapPropagator propagator, String event, TestContext context)
      throws Exception {
    return invoke(propagator, event, context, Map.of());
  }

  private SpanData invoke(
      TextMapPropagator propagator,
      String event,
      TestContext context,
      Map<String, String> environment)
      throws Exception {
    TestTelemetry telemetry = TestTelemetry.create(propagator);
    FunctionInstrumentation.create(telemetry, new InstrumentationSettings(environment::get))
        .handle(
            (input, output, lambda) -> baggage.add(Baggage.current()),
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            new ByteArrayOutputStream(),
            context);
    assertThat(telemetry.spans()).hasSize(1);
    return telemetry.spans().get(0);
  }
}
