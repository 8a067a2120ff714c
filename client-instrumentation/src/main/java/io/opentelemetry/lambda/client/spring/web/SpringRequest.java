package io.opentelemetry.lambda.client.spring.web;

import io.opentelemetry.lambda.client.internal.GuardedStep;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * A request that is traced while it is executed. An interceptor that fails by itself leaves it as
 * it is, so that it is executed exactly once.
 */
class SpringRequest extends HttpRequestWrapper implements ClientHttpRequest {

  private static final byte[] ELSEWHERE = {};

  private final ClientHttpRequest request;
  private final ClientHttpRequestInterceptor interceptor;

  SpringRequest(ClientHttpRequest request, ClientHttpRequestInterceptor interceptor) {
    super(request);
    this.request = request;
    this.interceptor = interceptor;
  }

  @Override
  public OutputStream getBody() throws IOException {
    return request.getBody();
  }

  @Override
  public ClientHttpResponse execute() throws IOException {
    Execution execution = new Execution(request);
    try {
      return interceptor.intercept(request, ELSEWHERE, execution);
    } catch (Throwable e) {
      return execution.step.isMissing("spring-web", e) || execution.response == null
          ? request.execute()
          : execution.response;
    }
  }

  private static final class Execution implements ClientHttpRequestExecution {

    private final ClientHttpRequest request;
    private final GuardedStep step = new GuardedStep();
    private @Nullable ClientHttpResponse response;

    private Execution(ClientHttpRequest request) {
      this.request = request;
    }

    /** The body is in the request already. */
    @Override
    public ClientHttpResponse execute(HttpRequest same, byte[] body) throws IOException {
      step.take();
      try {
        response = request.execute();
        return response;
      } catch (Throwable e) {
        step.fail(e);
        throw e;
      }
    }
  }
}
