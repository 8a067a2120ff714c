package io.opentelemetry.lambda.client.javahttpclient;

import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of the JDK's HTTP client, from Java 11 on, by {@code
 * opentelemetry-java-http-client}: who asks the JDK for a client or a builder gets one from here.
 */
public final class JavaHttpClient {

  private static final String LIBRARY = "java-http-client";

  private static final @Nullable JavaHttpClientTelemetry TELEMETRY = create();

  @Guarded(LIBRARY)
  private static @Nullable JavaHttpClientTelemetry create() {
    Hooks.leaveToUser(JavaHttpClientTelemetry.class);
    return LibrarySettings.configure(
            JavaHttpClientTelemetry.builder(LibrarySettings.openTelemetry()))
        .build();
  }

  /** In the place of {@code HttpClient.newHttpClient}. */
  public static HttpClient newHttpClient() {
    return trace(HttpClient.newHttpClient());
  }

  /** In the place of {@code HttpClient.newBuilder}. */
  public static HttpClient.Builder newBuilder() {
    HttpClient.Builder builder = HttpClient.newBuilder();
    return TELEMETRY == null ? builder : new JavaHttpClientBuilder(builder);
  }

  static HttpClient trace(HttpClient client) {
    return TELEMETRY == null ? client : new TracedHttpClient(client, TELEMETRY);
  }

  private JavaHttpClient() {}
}
