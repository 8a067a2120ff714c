package io.opentelemetry.lambda.client.lettuce;

import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DbConfig;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DeclarativeConfigUtil;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.instrumentation.lettuce.v5_1.LettuceTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import org.jspecify.annotations.Nullable;

/**
 * Traces the commands of Lettuce from 6.0 on: each {@code ClientResources} get the tracing of
 * {@code opentelemetry-lettuce-5.1} when they are built, unless they have been given another one.
 */
public final class Lettuce {

  static final String LIBRARY = "lettuce";

  private static final @Nullable Lettuce INSTANCE = create();

  private final Tracing tracing;

  /** Remembers whether a builder has been told which tracing it is to use. */
  private final VirtualField<DefaultClientResources.Builder, Boolean> chosen;

  @Guarded(LIBRARY)
  private static @Nullable Lettuce create() {
    Hooks.leaveToUser(LettuceTelemetry.class);
    // as Lettuce starts spans from 6.0 on
    Hooks.requireMethod(Tracer.Span.class, "start", RedisCommand.class);
    return new Lettuce(LibrarySettings.openTelemetry());
  }

  private Lettuce(OpenTelemetry openTelemetry) {
    DeclarativeConfigProperties settings =
        DeclarativeConfigUtil.getInstrumentationConfig(openTelemetry, LIBRARY);
    tracing =
        new LettuceTracing(
            LettuceTelemetry.builder(openTelemetry)
                .setStatementSanitizationEnabled(
                    DbConfig.isQuerySanitizationEnabled(openTelemetry, LIBRARY))
                .setEncodingSpanEventsEnabled(
                    settings
                        .get("command_encoding_events/development")
                        .getBoolean("enabled", false))
                .build()
                .newTracing());
    // whatever it needs is there; nothing has started
    tracing
        .getTracerProvider()
        .getTracer()
        .nextSpan(tracing.initialTraceContextProvider().getTraceContext());
    chosen = VirtualField.find(DefaultClientResources.Builder.class, Boolean.class);
  }

  /** On entry of {@code DefaultClientResources.Builder.tracing}. */
  @Guarded(LIBRARY)
  public static void tracing(Object builder, Tracing tracing) {
    if (INSTANCE != null) {
      INSTANCE.chosen.set((DefaultClientResources.Builder) builder, true);
    }
  }

  /** On entry of {@code DefaultClientResources.Builder.build}. */
  @Guarded(LIBRARY)
  public static void build(Object builder) {
    if (INSTANCE != null) {
      INSTANCE.register((DefaultClientResources.Builder) builder);
    }
  }

  private void register(DefaultClientResources.Builder builder) {
    if (chosen.get(builder) == null) {
      builder.tracing(tracing);
    }
  }
}
