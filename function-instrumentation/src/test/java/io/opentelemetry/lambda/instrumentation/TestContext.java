package io.opentelemetry.lambda.instrumentation;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An invocation of version 7 of a function by its alias. */
final class TestContext implements Context {

  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";

  private final int remainingMillis;
  private final @Nullable ClientContext clientContext;
  private final @Nullable String xrayTraceId;

  static TestContext create() {
    return new TestContext(10_000, null, null);
  }

  private TestContext(
      int remainingMillis, @Nullable ClientContext clientContext, @Nullable String xrayTraceId) {
    this.remainingMillis = remainingMillis;
    this.clientContext = clientContext;
    this.xrayTraceId = xrayTraceId;
  }

  TestContext withRemainingMillis(int millis) {
    return new TestContext(millis, clientContext, xrayTraceId);
  }

  TestContext withClientContext(@Nullable Map<String, String> custom) {
    return new TestContext(remainingMillis, new TestClientContext(custom), xrayTraceId);
  }

  TestContext withXrayTraceId(String header) {
    return new TestContext(remainingMillis, clientContext, header);
  }

  @Override
  public String getAwsRequestId() {
    return "8f507cfc-xmpl-4697-b07a-ac58fc914c95";
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
