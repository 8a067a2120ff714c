package io.opentelemetry.lambda.client.spring.web;

import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInterceptor;

/** A traced request whose body is written while it is sent. */
final class SpringStreamingRequest extends SpringRequest implements StreamingHttpOutputMessage {

  private final StreamingHttpOutputMessage request;

  SpringStreamingRequest(ClientHttpRequest request, ClientHttpRequestInterceptor interceptor) {
    super(request, interceptor);
    this.request = (StreamingHttpOutputMessage) request;
  }

  @Override
  public void setBody(Body body) {
    request.setBody(body);
  }
}
