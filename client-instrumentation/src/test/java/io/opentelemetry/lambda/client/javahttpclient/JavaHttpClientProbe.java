package io.opentelemetry.lambda.client.javahttpclient;

import io.opentelemetry.lambda.client.Probe;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

final class JavaHttpClientProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) throws Exception {
    HttpClient client = hooked ? JavaHttpClient.newHttpClient() : HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
