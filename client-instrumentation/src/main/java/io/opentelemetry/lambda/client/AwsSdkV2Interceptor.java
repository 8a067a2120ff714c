package io.opentelemetry.lambda.client;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.instrumentation.awssdk.v2_2.AwsSdkTelemetry;
import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Traces the calls of the AWS SDK for Java 2.x, which finds this class in its file of global
 * interceptors. What fails in here leaves the call as it was.
 */
public final class AwsSdkV2Interceptor implements ExecutionInterceptor {

  private final ExecutionInterceptor delegate = createDelegate();

  private static ExecutionInterceptor createDelegate() {
    try {
      if (!Hooks.isEnabled("aws-sdk")) {
        return new ExecutionInterceptor() {};
      }
      Hooks.leaveToUser(AwsSdkTelemetry.class);
      return AwsSdkTelemetry.create(GlobalOpenTelemetry.get()).createExecutionInterceptor();
    } catch (Throwable e) {
      Hooks.leave("aws-sdk", e);
      return new ExecutionInterceptor() {};
    }
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    try {
      return delegate.modifyRequest(context, attributes);
    } catch (Throwable e) {
      warn(e);
      return context.request();
    }
  }

  @Override
  public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
    try {
      delegate.afterMarshalling(context, attributes);
    } catch (Throwable e) {
      warn(e);
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    try {
      delegate.beforeTransmission(context, attributes);
    } catch (Throwable e) {
      warn(e);
    }
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    try {
      return delegate.modifyHttpRequest(context, attributes);
    } catch (Throwable e) {
      warn(e);
      return context.httpRequest();
    }
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    try {
      return delegate.modifyHttpResponseContent(context, attributes);
    } catch (Throwable e) {
      warn(e);
      return context.responseBody();
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    try {
      delegate.afterExecution(context, attributes);
    } catch (Throwable e) {
      warn(e);
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    try {
      delegate.onExecutionFailure(context, attributes);
    } catch (Throwable e) {
      warn(e);
    }
  }

  private static void warn(Throwable e) {
    Diagnostics.warn("a call of the AWS SDK is not traced in full", e);
  }
}
