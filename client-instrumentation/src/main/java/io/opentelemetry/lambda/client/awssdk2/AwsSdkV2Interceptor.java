package io.opentelemetry.lambda.client.awssdk2;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DeclarativeConfigUtil;
import io.opentelemetry.instrumentation.api.incubator.semconv.messaging.internal.MessagingConfig;
import io.opentelemetry.instrumentation.awssdk.v2_2.AwsSdkTelemetry;
import io.opentelemetry.lambda.client.internal.ConfiguredOpenTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
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
      return telemetry(LibrarySettings.openTelemetry()).createExecutionInterceptor();
    } catch (Throwable e) {
      Hooks.leave("aws-sdk", e);
      return new ExecutionInterceptor() {};
    }
  }

  /** As the agent sets it up. */
  private static AwsSdkTelemetry telemetry(OpenTelemetry openTelemetry) {
    if (!(openTelemetry instanceof ConfiguredOpenTelemetry)) {
      return AwsSdkTelemetry.create(openTelemetry);
    }
    DeclarativeConfigProperties common =
        DeclarativeConfigUtil.getInstrumentationConfig(openTelemetry, "common");
    DeclarativeConfigProperties library =
        DeclarativeConfigUtil.getInstrumentationConfig(openTelemetry, "aws_sdk");
    return AwsSdkTelemetry.builder(openTelemetry)
        .setHeaders(MessagingConfig.getHeaders(openTelemetry, /* systemProperties= */ false))
        .setCaptureExperimentalSpanAttributes(
            library.getBoolean("experimental_span_attributes/development", false))
        .setMessagingReceiveTelemetryEnabled(
            common
                .get("messaging")
                .get("receive_telemetry/development")
                .getBoolean("enabled", false))
        .setUseConfiguredPropagatorForMessaging(
            library.getBoolean("use_propagator_for_messaging/development", false))
        .setRecordIndividualHttpError(
            library.getBoolean("record_individual_http_error/development", false))
        .setGenaiCaptureMessageContent(
            common.get("gen_ai").getBoolean("capture_message_content", false))
        .build();
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
