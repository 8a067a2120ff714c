package io.opentelemetry.lambda.client.micronaut;

import io.micronaut.core.execution.ExecutionFlow;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.netty.BlockHint;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Traces the requests of Micronaut's HTTP client, for which OpenTelemetry has no library. The agent
 * traces them as those of Netty.
 */
public final class MicronautClient {

  static final String LIBRARY = "netty";

  private static final @Nullable Instrumenter<MicronautCall, HttpResponse<?>> INSTRUMENTER =
      create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<MicronautCall, HttpResponse<?>> create() {
    return LibrarySettings.configure(
            DefaultHttpClientInstrumenterBuilder.<MicronautCall, HttpResponse<?>>create(
                "io.opentelemetry.netty-4.1",
                LibrarySettings.openTelemetry(),
                new MicronautAttributesGetter(),
                MicronautCall::setHeader))
        .build();
  }

  /**
   * Around the method that sends a request, behind the client's filters. A redirect makes another
   * one, in the context that {@link MicronautExchange} goes on in.
   */
  @Guarded(LIBRARY)
  public static @Nullable Object sendRequestWithRedirectsNoFilter(
      Object client,
      PropagatedContext context,
      AtomicReference<?> scheduler,
      BlockHint hint,
      MutableHttpRequest<?> request,
      BiFunction<?, ?, ?> read) {
    Context parent = Context.current();
    return INSTRUMENTER == null || parent == Context.root()
        ? null
        : MicronautCall.start(INSTRUMENTER, parent, request);
  }

  /** After it: the span ends with the flow. */
  @Guarded(LIBRARY)
  @SuppressWarnings("unchecked") // as the method is declared
  public static @Nullable ExecutionFlow<?> result(
      @Otherwise @Nullable ExecutionFlow<?> flow, @Nullable Object call) {
    return flow == null || call == null
        ? flow
        : ((MicronautCall) call).endWith((ExecutionFlow<HttpResponse<?>>) flow);
  }

  /** After a call that throws. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object call, @Nullable Throwable error) {
    if (call != null) {
      ((MicronautCall) call).end(null, error);
    }
  }

  private MicronautClient() {}
}
