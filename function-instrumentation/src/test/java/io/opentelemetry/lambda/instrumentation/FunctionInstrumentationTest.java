package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionInstrumentationTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT_ID = "b7ad6b7169203331";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";
  private static final RequestStreamHandler ECHO =
      (event, response, context) -> event.transferTo(response);

  private final TestTelemetry telemetry = TestTelemetry.create();
  private final FunctionInstrumentation instrumentation = instrumentation(telemetry);

  @Test
  void handle_reportsTheInvocation() throws Exception {
    invoke(ECHO, "{}");
    assertThat(span())
        .hasName("orders")
        .hasKind(SpanKind.SERVER)
        .hasNoParent()
        .hasStatus(StatusData.unset())
        .hasAttributes(
            Attributes.builder()
                .put("faas.trigger", "other")
                .put("faas.invocation_id", TestContext.create().getAwsRequestId())
                .put("faas.coldstart", true)
                .put("aws.lambda.invoked_arn", TestContext.ARN + ":prod")
                .put("cloud.account.id", "123456789012")
                .put("cloud.resource_id", TestContext.ARN + ":7")
                .build());
  }

  @Test
  void handle_onlyTheFirstInvocation_isAColdStart() throws Exception {
    invoke(ECHO, "{}");
    invoke(ECHO, "{}");
    assertThat(telemetry.spans())
        .extracting(span -> span.getAttributes().get(booleanKey("faas.coldstart")))
        .containsExactly(true, false);
  }

  @Test
  void handle_passesTheEventAndTheResponseOn() throws Exception {
    assertThat(invoke(ECHO, "{\"a\":\"é\"}")).isEqualTo("{\"a\":\"é\"}");
  }

  @Test
  void handle_eventThatCannotBePutBack_isPassedOnUnread() throws Exception {
    InputStream once =
        new FilterInputStream(new ByteArrayInputStream("{}".getBytes(UTF_8))) {
          @Override
          public boolean markSupported() {
            return false;
          }
        };
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    instrumentation.handle(ECHO, once, response, TestContext.create());
    assertThat(response.toString(UTF_8)).isEqualTo("{}");
    assertThat(span()).hasName("orders");
  }

  @Test
  void handle_parentInTheEvent_inAnyCase() throws Exception {
    invoke(ECHO, "{\"headers\":{\"Traceparent\":\"" + TRACEPARENT + "\"}}");
    assertThat(span()).hasTraceId(TRACE_ID).hasParentSpanId(PARENT_ID);
  }

  @Test
  void handle_spanAndBaggage_areCurrentInTheHandler() throws Exception {
    AtomicReference<Span> current = new AtomicReference<>();
    AtomicReference<@Nullable String> baggage = new AtomicReference<>();
    invoke(
        (event, response, context) -> {
          current.set(Span.current());
          baggage.set(Baggage.current().getEntryValue("user"));
        },
        "{\"headers\":{\"traceparent\":\"" + TRACEPARENT + "\",\"baggage\":\"user=ann\"}}");
    assertThat(current.get().getSpanContext().getSpanId()).isEqualTo(span().getSpanId());
    assertThat(baggage.get()).isEqualTo("ann");
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void handle_contextLeftCurrentByAnEarlierInvocation_isNotTheParent() throws Exception {
    Tracer tracer = telemetry.openTelemetry().getTracer("test");
    try (Scope left = tracer.spanBuilder("earlier").startSpan().makeCurrent()) {
      invoke(ECHO, "{}");
    }
    assertThat(span()).hasNoParent();
  }

  @Test
  void handle_exception_isThrownAndRecorded() {
    IOException thrown = new IOException("told to fail");
    assertThatThrownBy(
            () ->
                invoke(
                    (event, response, context) -> {
                      throw thrown;
                    },
                    "{}"))
        .isSameAs(thrown);
    assertThat(span())
        .hasStatus(StatusData.error())
        .hasAttribute(stringKey("error.type"), "java.io.IOException")
        .hasException(thrown);
    assertThat(telemetry.flushTimeouts()).hasSize(1);
  }

  @Test
  void handle_flushes_afterTheSpanHasEnded() throws Exception {
    invoke((event, response, context) -> assertThat(telemetry.flushTimeouts()).isEmpty(), "{}");
    assertThat(telemetry.spans()).hasSize(1);
    assertThat(telemetry.flushTimeouts()).containsExactly(9_500L);
  }

  @Test
  void handle_propagatorThatThrows_leavesTheHandlerRunning() throws Exception {
    FunctionInstrumentation broken =
        instrumentation(TestTelemetry.create(new ThrowingPropagator()));
    assertThat(invoke(broken, ECHO, "{\"headers\":{}}")).isEqualTo("{\"headers\":{}}");
  }

  @Test
  void handle_flushThatThrows_leavesTheResponse() throws Exception {
    telemetry.onFlush(
        () -> {
          throw new NoClassDefFoundError("an SDK of another version");
        });
    assertThat(invoke(ECHO, "{}")).isEqualTo("{}");
  }

  @Test
  void handle_propagatorThatThrows_leavesTheRestOfTheSpan() throws Exception {
    TestTelemetry broken = TestTelemetry.create(new ThrowingPropagator());
    String event = new String(TriggerRow.json("sqs"), UTF_8);
    assertThat(invoke(instrumentation(broken), ECHO, event)).isEqualTo(event);
    assertThat(broken.spans()).hasSize(1);
    assertThat(broken.spans().get(0))
        .hasName("my-queue process")
        .hasNoParent()
        .hasAttribute(stringKey("messaging.system"), "aws_sqs");
  }

  @Test
  void handle_propagatorThatThrows_costsALineOfEachKind() throws Exception {
    FunctionInstrumentation broken =
        instrumentation(TestTelemetry.create(new ThrowingPropagator()));
    PrintStream standardError = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      for (int i = 0; i < 3; i++) {
        invoke(broken, ECHO, new String(TriggerRow.json("sqs"), UTF_8));
      }
    } finally {
      System.setErr(standardError);
    }
    assertThat(log.toString(UTF_8).lines())
        .hasSizeLessThanOrEqualTo(2)
        .allMatch(line -> line.startsWith("[otel] "));
  }

  @Test
  void handle_eventThatCannotBeRead_isPassedOn() throws Exception {
    InputStream faulty =
        new ByteArrayInputStream("{}".getBytes(UTF_8)) {
          private boolean looking;

          @Override
          public void mark(int limit) {
            looking = true;
            super.mark(limit);
          }

          @Override
          public synchronized void reset() {
            looking = false;
            super.reset();
          }

          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            if (looking) {
              throw new IllegalStateException("told to fail");
            }
            return super.read(bytes, offset, length);
          }
        };
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    instrumentation.handle(ECHO, faulty, response, TestContext.create());
    assertThat(response.toString(UTF_8)).isEqualTo("{}");
    assertThat(span()).hasName("orders").hasAttribute(stringKey("faas.trigger"), "other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "api-gateway-rest|{\"statusCode\":404}|404|",
        "api-gateway-rest|{\"statusCode\":500}|500|500",
        "load-balancer|{\"body\":\"busy\",\"statusCode\":\"503\"}|503|503",
        "api-gateway-http|\"inferred\"|200|",
        "function-url|{\"message\":\"inferred\"}|200|",
        "api-gateway-rest|{\"message\":\"no status\"}||",
        "function-url|not JSON||",
        "direct|{\"statusCode\":500}||",
      })
  void handle_statusOfTheResponse(
      String event, String response, @Nullable Long status, @Nullable String errorType)
      throws Exception {
    RequestStreamHandler handler =
        (input, output, context) -> output.write(response.getBytes(UTF_8));
    assertThat(invoke(handler, new String(TriggerRow.json(event), UTF_8))).isEqualTo(response);
    assertThat(span())
        .hasStatus(errorType == null ? StatusData.unset() : StatusData.error())
        .satisfies(
            span -> {
              assertThat(span.getAttributes().get(longKey("http.response.status_code")))
                  .isEqualTo(status);
              assertThat(span.getAttributes().get(stringKey("error.type"))).isEqualTo(errorType);
            });
  }

  @Test
  void handle_response_isWrittenToTheVeryStreamOfTheRuntime() throws Exception {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    instrumentation.handle(
        (event, output, context) -> assertThat(output).isSameAs(response),
        new ByteArrayInputStream(TriggerRow.json("api-gateway-rest")),
        response,
        TestContext.create());
  }

  private SpanData span() {
    assertThat(telemetry.spans()).hasSize(1);
    return telemetry.spans().get(0);
  }

  private String invoke(RequestStreamHandler handler, String event) throws IOException {
    return invoke(instrumentation, handler, event);
  }

  private static String invoke(
      FunctionInstrumentation instrumentation, RequestStreamHandler handler, String event)
      throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    instrumentation.handle(
        handler, new ByteArrayInputStream(event.getBytes(UTF_8)), response, TestContext.create());
    return response.toString(UTF_8);
  }

  private static FunctionInstrumentation instrumentation(Telemetry telemetry) {
    return FunctionInstrumentation.create(telemetry, new InstrumentationSettings(name -> null));
  }

  private static final class ThrowingPropagator implements TextMapPropagator {

    @Override
    public Collection<String> fields() {
      return List.of();
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {}

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
      throw new IllegalStateException("a propagator's own fault");
    }
  }
}
