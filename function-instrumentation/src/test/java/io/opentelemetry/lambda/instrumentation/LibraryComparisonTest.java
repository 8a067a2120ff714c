package io.opentelemetry.lambda.instrumentation;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.instrumentation.awslambdacore.v1_0.TracingRequestStreamHandler;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** Spans say at least what those of opentelemetry-aws-lambda-core-1.0 say, its faults apart. */
class LibraryComparisonTest {

  /** The library leaves the alias in it. */
  private static final AttributeKey<String> RESOURCE_ID = stringKey("cloud.resource_id");

  private static final String EVENT =
      """
      {"headers":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}
      """;

  @Test
  void ok() throws IOException {
    assertContains(
        own((event, response, context) -> {}), library((event, response, context) -> {}));
  }

  @Test
  void exception() throws IOException {
    IllegalStateException failure = new IllegalStateException("told to fail");
    RequestStreamHandler handler =
        (event, response, context) -> {
          throw failure;
        };
    SpanData own = own(handler);
    SpanData library = library(handler);
    assertContains(own, library);
    assertThat(own.getStatus()).isEqualTo(library.getStatus());
    assertThat(own).hasException(failure);
    assertThat(library).hasException(failure);
  }

  private static void assertContains(SpanData own, SpanData library) {
    assertThat(own)
        .hasName(library.getName())
        .hasKind(library.getKind())
        .hasTraceId(library.getTraceId())
        .hasParentSpanId(library.getParentSpanId());
    assertThat(own.getAttributes().asMap())
        .containsAllEntriesOf(
            library.getAttributes().toBuilder().remove(RESOURCE_ID).build().asMap())
        .containsKey(RESOURCE_ID);
  }

  private static SpanData own(RequestStreamHandler handler) throws IOException {
    TestTelemetry telemetry = TestTelemetry.create();
    FunctionInstrumentation instrumentation =
        FunctionInstrumentation.create(telemetry, new InstrumentationSettings(name -> null));
    return invoke(
        (event, response, context) -> instrumentation.handle(handler, event, response, context),
        telemetry);
  }

  private static SpanData library(RequestStreamHandler handler) throws IOException {
    TestTelemetry telemetry = TestTelemetry.create();
    // it looks for parents only where the global propagators are not those of X-Ray
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(telemetry.openTelemetry());
    try {
      return invoke(new Library((OpenTelemetrySdk) telemetry.openTelemetry(), handler), telemetry);
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }

  private static SpanData invoke(RequestStreamHandler handler, TestTelemetry telemetry)
      throws IOException {
    try {
      handler.handleRequest(
          new ByteArrayInputStream(EVENT.getBytes(UTF_8)),
          new ByteArrayOutputStream(),
          TestContext.create());
    } catch (IllegalStateException e) {
      // what the handler was told to throw
    }
    assertThat(telemetry.spans()).hasSize(1);
    return telemetry.spans().get(0);
  }

  private static final class Library extends TracingRequestStreamHandler {

    private final RequestStreamHandler handler;

    Library(OpenTelemetrySdk sdk, RequestStreamHandler handler) {
      super(sdk);
      this.handler = handler;
    }

    @Override
    protected void doHandleRequest(InputStream event, OutputStream response, Context context)
        throws IOException {
      handler.handleRequest(event, response, context);
    }
  }
}
