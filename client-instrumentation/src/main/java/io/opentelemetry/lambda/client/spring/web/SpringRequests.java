package io.opentelemetry.lambda.client.spring.web;

import io.opentelemetry.instrumentation.spring.web.v3_1.SpringWebTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.client.spring.SpringProtocol;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInterceptor;

/**
 * Traces the calls of Spring's RestTemplate and RestClient from 5.3 on, where the HTTP client below
 * is not traced itself, by {@code opentelemetry-spring-web-3.1}. Its interceptor is called for the
 * request that the factory makes: among RestTemplate's own it would hold the body in memory.
 */
public final class SpringRequests {

  private static final String LIBRARY = "spring-web";

  private static final @Nullable ClientHttpRequestInterceptor INTERCEPTOR = create();

  @Guarded(LIBRARY)
  private static @Nullable ClientHttpRequestInterceptor create() {
    Hooks.leaveToUser(SpringWebTelemetry.class);
    return LibrarySettings.configure(SpringWebTelemetry.builder(LibrarySettings.openTelemetry()))
        .addAttributesExtractor(new SpringProtocol<>())
        .build()
        .createInterceptor();
  }

  /** On exit of {@code ClientHttpRequestFactory.createRequest}, as some HTTP clients have it. */
  @Guarded(LIBRARY)
  public static ClientHttpRequest createRequest(
      Object factory, URI uri, HttpMethod method, @Otherwise ClientHttpRequest result) {
    if (INTERCEPTOR == null) {
      return result;
    }
    return result instanceof StreamingHttpOutputMessage
        ? new SpringStreamingRequest(result, INTERCEPTOR)
        : new SpringRequest(result, INTERCEPTOR);
  }

  private SpringRequests() {}
}
