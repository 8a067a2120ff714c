package io.opentelemetry.lambda.client.apachehttpclient5;

import io.opentelemetry.lambda.client.Probe;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

final class ApacheHttpClient5Probe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    HttpClientBuilder builder = HttpClientBuilder.create();
    if (hooked) {
      ApacheHttpClient5.build(builder);
    }
    return builder
        .build()
        .execute(
            new org.apache.hc.client5.http.classic.methods.HttpGet(url),
            response -> EntityUtils.toString(response.getEntity()));
  }
}
