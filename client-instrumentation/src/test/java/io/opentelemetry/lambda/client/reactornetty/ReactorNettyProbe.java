package io.opentelemetry.lambda.client.reactornetty;

import io.netty.handler.codec.http.HttpMethod;
import io.opentelemetry.lambda.client.Probe;
import reactor.netty.http.client.HttpClient;

public final class ReactorNettyProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    HttpClient client = HttpClient.create();
    HttpClient.RequestSender sender = client.request(HttpMethod.GET);
    if (hooked) {
      sender = ReactorNetty.request(client, HttpMethod.GET, sender);
    }
    return sender.uri(url).responseContent().aggregate().asString().block();
  }
}
