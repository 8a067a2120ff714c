package io.opentelemetry.lambda.instrumentation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that nobody made, which goes the way of all others, so that what they load is there
 * before the first. It is no invocation of the user's handler.
 */
final class Priming implements RequestStreamHandler, Context {

  private static final String DIRECT = "{}";

  /** Events of the triggers that functions have most. */
  private static final String[] TRIGGERS = {
    "{\"version\":\"2.0\",\"routeKey\":\"GET /\",\"rawPath\":\"/\",\"rawQueryString\":\"a=b\","
        + "\"headers\":{\"traceparent\":\"00-00000000000000000000000000000001-0000000000000001-00\","
        + "\"baggage\":\"a=b\",\"host\":\"localhost\",\"x-amzn-trace-id\":\"Root=1\"},"
        + "\"requestContext\":{\"http\":{\"method\":\"GET\",\"path\":\"/\"}}}",
    "{\"Records\":[{\"messageId\":\"1\",\"eventSource\":\"aws:sqs\","
        + "\"eventSourceARN\":\"arn:aws:sqs:us-east-1:123456789012:queue\",\"body\":\"\","
        + "\"attributes\":{},\"messageAttributes\":{}}]}",
  };

  private static final byte[] RESPONSE = "{\"statusCode\":200}".getBytes(StandardCharsets.US_ASCII);

  private static final SpanContext NOT_SAMPLED =
      SpanContext.create(
          "00000000000000000000000000000001",
          "0000000000000001",
          TraceFlags.getDefault(),
          TraceState.getDefault());

  private final OpenTelemetry openTelemetry;

  /** Tells whether the SDK drops the spans of a trace that is not sampled. */
  private final boolean dropsSpans;

  /**
   * Loads what each invocation needs, and nothing for a trigger that the function may not have.
   *
   * @param instrumentation one that reports nothing
   */
  static void atInit(
      FunctionInstrumentation instrumentation,
      OpenTelemetry openTelemetry,
      InstrumentationSettings configuration)
      throws IOException {
    new Priming(openTelemetry, configuration).invoke(instrumentation, DIRECT);
  }

  /**
   * Loads what goes into a snapshot, from which nothing needs to be loaded again.
   *
   * @param instrumentation one that reports nothing
   */
  static void beforeCheckpoint(
      FunctionInstrumentation instrumentation,
      OpenTelemetry openTelemetry,
      InstrumentationSettings configuration)
      throws IOException {
    Priming priming = new Priming(openTelemetry, configuration);
    for (String event : TRIGGERS) {
      priming.invoke(instrumentation, event);
    }
  }

  private Priming(OpenTelemetry openTelemetry, InstrumentationSettings configuration) {
    this.openTelemetry = openTelemetry;
    this.dropsSpans = configuration.dropsWhatIsNotSampled();
  }

  private void invoke(FunctionInstrumentation instrumentation, String event) throws IOException {
    instrumentation.handle(
        this,
        new ByteArrayInputStream(event.getBytes(StandardCharsets.US_ASCII)),
        new ByteArrayOutputStream(),
        this);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    response.write(RESPONSE);
    if (dropsSpans) {
      openTelemetry
          .getTracer(FunctionSpans.SCOPE)
          .spanBuilder("priming")
          .setParent(io.opentelemetry.context.Context.root().with(Span.wrap(NOT_SAMPLED)))
          .setAttribute("faas.trigger", "other")
          .startSpan()
          .end();
    }
  }

  @Override
  public String getAwsRequestId() {
    return "";
  }

  @Override
  public String getLogGroupName() {
    return "";
  }

  @Override
  public String getLogStreamName() {
    return "";
  }

  @Override
  public String getFunctionName() {
    return "";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:us-east-1:123456789012:function:priming";
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return Integer.MAX_VALUE;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 0;
  }

  @Override
  public @Nullable LambdaLogger getLogger() {
    return null;
  }
}
