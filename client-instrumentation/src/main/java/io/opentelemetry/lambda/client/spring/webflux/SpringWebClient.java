package io.opentelemetry.lambda.client.spring.webflux;

import io.opentelemetry.instrumentation.spring.webflux.v5_3.SpringWebfluxClientTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.client.spring.SpringProtocol;
import io.opentelemetry.lambda.guard.Guarded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Traces the calls of Spring's WebClient from 5.3 on, whatever HTTP client is below: each gets the
 * filter of {@code opentelemetry-spring-webflux-5.3} when it is built.
 */
public final class SpringWebClient {

  private static final String LIBRARY = "spring-webflux";

  private static final @Nullable ExchangeFilterFunction FILTER = create();

  @Guarded(LIBRARY)
  private static @Nullable ExchangeFilterFunction create() {
    List<ExchangeFilterFunction> filters = new ArrayList<>();
    LibrarySettings.configure(SpringWebfluxClientTelemetry.builder(LibrarySettings.openTelemetry()))
        .addAttributesExtractor(new SpringProtocol<>())
        .build()
        .addFilter(filters);
    return SpringWebClientFilter.of(filters.get(0));
  }

  /** On entry of {@code WebClient.Builder.build}. */
  @Guarded(LIBRARY)
  public static void build(Object builder) {
    if (FILTER != null) {
      ((WebClient.Builder) builder).filters(SpringWebClient::register);
    }
  }

  private static void register(List<ExchangeFilterFunction> filters) {
    for (ExchangeFilterFunction filter : filters) {
      if (filter == FILTER || Hooks.isUsersInstrumentation(filter)) {
        return;
      }
    }
    filters.add(FILTER);
  }

  private SpringWebClient() {}
}
