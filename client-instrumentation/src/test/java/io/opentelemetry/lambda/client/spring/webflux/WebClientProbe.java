package io.opentelemetry.lambda.client.spring.webflux;

import io.opentelemetry.lambda.client.Probe;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

final class WebClientProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    WebClient.Builder builder =
        WebClient.builder()
            .clientConnector((method, uri, callback) -> Mono.empty())
            .exchangeFunction(
                request -> Mono.just(ClientResponse.create(HttpStatus.OK).body("found").build()));
    if (hooked) {
      SpringWebClient.build(builder);
    }
    return builder.build().get().uri(url).retrieve().bodyToMono(String.class).block();
  }
}
