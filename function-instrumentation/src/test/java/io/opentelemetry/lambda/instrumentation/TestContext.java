package io.opentelemetry.lambda.instrumentation;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An invocation of version 7 of a function by its alias. */
public final class TestContext implements Context {

  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";

  private final String requestId;
  private final int remainingMillis;
  private final @Nullable ClientContext clientContext;
  private final @Nullable String xrayTraceId;

  public static TestContext create() {
    return new TestContext("8f507cfc-xmpl-4697-b07a-ac58fc914c95", 10_000, null, null);
  }

  private TestContext(
      String requestId,
      int remainingMillis,
      @Nullable ClientContext clientContext,
      @Nullable String xrayTraceId) {
    this.requestId = requestId;
    this.remainingMillis = remainingMillis;
    this.clientContext = clientContext;
    this.xrayTraceId = xrayTraceId;
  }

  public TestContext withRequestId(String id) {
    return new TestContext(id, remainingMillis, clientContext, xrayTraceId);
  }

  public TestContext withRemainingMillis(int millis) {
    return new TestContext(requestId, millis, clientContext, xrayTraceId);
  }

  TestContext withClientContext(@Nullable Map<String, String> custom) {
    return new TestContext(requestId, remainingMillis, new TestClientContext(custom), xrayTraceId);
  }

  TestContext withXrayTraceId(String header) {
    return new TestContext(requestId, remainingMillis, clientContext, header);
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/orders";
  }

  @Override
  public String getLogStreamName() {
    return "2026/11/22/[7]abc";
  }

  @Override
  public String getFunctionName() {
    return "orders";
  }

  @Override
  public String getFunctionVersion() {
    return "7";
  }

  @Override
  public String getInvokedFunctionArn() {
    return ARN + ":prod";
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return clientContext;
  }

  @Override
  public @Nullable String getXrayTraceId() {
    return xrayTraceId;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return remainingMillis;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 512;
  }

  @Override
  public LambdaLogger getLogger() {
    throw new UnsupportedOperationException();
  }

  private record TestClientContext(@Nullable Map<String, String> custom) implements ClientContext {

    @Override
    public @Nullable Client getClient() {
      return null;
    }

    @Override
    public @Nullable Map<String, String> getCustom() {
      return custom;
    }

    @Override
    public @Nullable Map<String, String> getEnvironment() {
      return null;
    }
  }
}
