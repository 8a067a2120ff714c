package io.opentelemetry.lambda.client.ktor;

import io.ktor.client.HttpClient;
import io.ktor.client.plugins.HttpClientPluginKt;
import io.ktor.client.plugins.HttpSend;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.guard.Guarded;
import org.jspecify.annotations.Nullable;

/**
 * Traces the requests of Ktor's clients: each client gets an interceptor when its plugins have been
 * installed.
 */
public final class Ktor {

  static final String LIBRARY = "ktor";

  private static final @Nullable KtorInterceptor INTERCEPTOR = create();

  @Guarded(LIBRARY)
  private static @Nullable KtorInterceptor create() {
    Hooks.leaveToUser("ktor.v3_0.KtorClientTelemetry");
    Hooks.leaveToUser("ktor.v2_0.KtorClientTelemetry");
    return new KtorInterceptor();
  }

  /** Before the plugins that are configured are installed into a client. */
  public static Object install(Object config, HttpClient client) {
    return client;
  }

  /** After that. */
  @Guarded(LIBRARY)
  public static void end(Object client, @Nullable Throwable error) {
    if (INTERCEPTOR != null && error == null) {
      HttpClientPluginKt.plugin((HttpClient) client, HttpSend.Plugin).intercept(INTERCEPTOR);
    }
  }

  private Ktor() {}
}
