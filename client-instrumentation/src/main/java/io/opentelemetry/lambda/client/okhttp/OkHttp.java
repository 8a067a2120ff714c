package io.opentelemetry.lambda.client.okhttp;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientRequestResendCount;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.instrumentation.okhttp.v3_0.internal.ConnectionErrorSpanInterceptor;
import io.opentelemetry.instrumentation.okhttp.v3_0.internal.OkHttpClientInstrumenterBuilderFactory;
import io.opentelemetry.instrumentation.okhttp.v3_0.internal.TracingInterceptor;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of OkHttp 3 to 5: each client gets the interceptors of {@code
 * opentelemetry-okhttp-3.0} when it is built, and the dispatcher of asynchronous calls an executor
 * that passes the caller's context on.
 */
public final class OkHttp {

  private static final String LIBRARY = "okhttp";

  private static final @Nullable OkHttp INSTANCE = create();

  private final OkHttpInterceptor retries;
  private final OkHttpInterceptor connectionErrors;
  private final OkHttpInterceptor attempts;

  /** By a client that has no interceptors, one that shares all but these with it. */
  private final VirtualField<OkHttpClient, OkHttpClient> tracedClients;

  @Guarded(LIBRARY)
  private static @Nullable OkHttp create() {
    // what the interceptors call of OkHttp's
    Hooks.requireMethod(Interceptor.Chain.class, "proceed", Request.class);
    Hooks.requireMethod(OkHttpClient.Builder.class, "networkInterceptors");
    return new OkHttp(LibrarySettings.openTelemetry());
  }

  private OkHttp(OpenTelemetry openTelemetry) {
    Instrumenter<Interceptor.Chain, Response> instrumenter =
        LibrarySettings.configure(OkHttpClientInstrumenterBuilderFactory.create(openTelemetry))
            .build();
    tracedClients = VirtualField.find(OkHttpClient.class, OkHttpClient.class);
    retries = new OkHttpInterceptor(new RetryCounter());
    connectionErrors = new OkHttpInterceptor(new ConnectionErrorSpanInterceptor(instrumenter));
    attempts =
        new OkHttpInterceptor(new TracingInterceptor(instrumenter, openTelemetry.getPropagators()));
  }

  /** On entry of {@code OkHttpClient.Builder.build}. */
  @Guarded(LIBRARY)
  public static void build(Object builder) {
    if (INSTANCE != null) {
      INSTANCE.register((OkHttpClient.Builder) builder);
    }
  }

  /**
   * On exit of {@code OkHttpClient.newCall}. A client of the constructor's has had no builder to
   * get the interceptors by.
   */
  @Guarded(LIBRARY)
  public static Call newCall(Object client, Request request, @Otherwise Call result) {
    return INSTANCE == null ? result : INSTANCE.trace((OkHttpClient) client, request, result);
  }

  /** For the dispatcher's own calls of {@code executorService}. */
  @Guarded(LIBRARY)
  public static ExecutorService executorService(
      Object dispatcher, @Otherwise ExecutorService result) {
    return INSTANCE == null ? result : Context.taskWrapping(result);
  }

  private void register(OkHttpClient.Builder builder) {
    List<Interceptor> calls = builder.interceptors();
    List<Interceptor> network = builder.networkInterceptors();
    // a client that is derived from another one has its interceptors
    calls.remove(retries);
    calls.remove(connectionErrors);
    network.remove(attempts);
    if (!Hooks.haveUsersInstrumentation(calls) && !Hooks.haveUsersInstrumentation(network)) {
      calls.add(0, retries);
      calls.add(1, connectionErrors);
      network.add(0, attempts);
    }
  }

  private Call trace(OkHttpClient client, Request request, Call untraced) {
    if (client.networkInterceptors().contains(attempts)
        || Hooks.haveUsersInstrumentation(client.interceptors())
        || Hooks.haveUsersInstrumentation(client.networkInterceptors())) {
      return untraced;
    }
    OkHttpClient traced = tracedClients.get(client);
    if (traced == null) {
      traced = client.newBuilder().build();
      tracedClients.set(client, traced);
    }
    return traced.newCall(request);
  }

  /** Around the attempts, redirects and answers to challenges that are one call. */
  private static final class RetryCounter implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
      try (Scope scope = HttpClientRequestResendCount.initialize(Context.current()).makeCurrent()) {
        return chain.proceed(chain.request());
      }
    }
  }
}
