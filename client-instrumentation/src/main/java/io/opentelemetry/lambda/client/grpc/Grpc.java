package io.opentelemetry.lambda.client.grpc;

import io.grpc.ClientInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.instrumentation.api.config.IncludeExclude;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DeclarativeConfigUtil;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetryBuilder;
import io.opentelemetry.instrumentation.grpc.v1_6.internal.GrpcConfig;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of gRPC clients from 1.6 on: each channel gets the interceptor of {@code
 * opentelemetry-grpc-1.6} when it is built.
 */
public final class Grpc {

  private static final String LIBRARY = "grpc";

  private static final @Nullable ClientInterceptor INTERCEPTOR = create();

  @Guarded(LIBRARY)
  private static @Nullable ClientInterceptor create() {
    Hooks.leaveToUser(GrpcTelemetry.class);
    return new GrpcInterceptor(
        telemetry(LibrarySettings.openTelemetry()).createClientInterceptor());
  }

  private static GrpcTelemetry telemetry(OpenTelemetry openTelemetry) {
    DeclarativeConfigProperties settings =
        DeclarativeConfigUtil.getInstrumentationConfig(openTelemetry, LIBRARY);
    GrpcTelemetryBuilder builder =
        GrpcTelemetry.builder(openTelemetry)
            .setEmitMessageEvents(settings.getBoolean("emit_message_events", true))
            .setCaptureExperimentalSpanAttributes(
                settings.getBoolean("experimental_span_attributes/development", false));
    IncludeExclude metadata = GrpcConfig.create(openTelemetry).getClientRequestMetadata();
    return metadata == null ? builder.build() : builder.setClientRequestMetadata(metadata).build();
  }

  /** On entry of {@code ManagedChannelBuilder.build}, as the transports implement it. */
  @Guarded(LIBRARY)
  public static void build(Object builder) {
    // of interceptors or, in newer releases, factories of such
    List<Object> interceptors = INTERCEPTOR == null ? null : Hooks.list(builder, "interceptors");
    if (interceptors != null && !interceptors.contains(INTERCEPTOR)) {
      // called after all others, so that it sees what they make of the call
      interceptors.add(0, INTERCEPTOR);
    }
  }

  private Grpc() {}
}
