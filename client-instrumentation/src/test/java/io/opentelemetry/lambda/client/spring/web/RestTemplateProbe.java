package io.opentelemetry.lambda.client.spring.web;

import io.opentelemetry.lambda.client.Probe;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

final class RestTemplateProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
    ClientHttpRequestFactory requests =
        hooked
            ? (uri, method) ->
                SpringRequests.createRequest(
                    factory, uri, method, factory.createRequest(uri, method))
            : factory;
    return new RestTemplate(requests).getForObject(url, String.class);
  }
}
