package io.opentelemetry.lambda.client.reactornetty;

import io.netty.handler.codec.http.HttpMethod;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Traces the calls of Reactor Netty's HttpClient from 1.0 on: the client of each request gets
 * callbacks, which the caller's own stand before.
 */
public final class ReactorNetty {

  static final String LIBRARY = "reactor-netty";

  private static final @Nullable Instrumenter<NettyRequest, HttpClientResponse> INSTRUMENTER =
      create();

  @Guarded(LIBRARY)
  private static @Nullable Instrumenter<NettyRequest, HttpClientResponse> create() {
    return LibrarySettings.configure(
            DefaultHttpClientInstrumenterBuilder.create(
                "io.opentelemetry.reactor-netty-1.0",
                LibrarySettings.openTelemetry(),
                new NettyAttributesGetter(),
                NettyRequest::setHeader))
        .build();
  }

  /** On exit of {@code HttpClient.request}. */
  @Guarded(LIBRARY)
  public static HttpClient.RequestSender request(
      Object client, HttpMethod method, @Otherwise HttpClient.RequestSender result) {
    if (INSTRUMENTER == null || !(result instanceof HttpClient)) {
      return result;
    }
    HttpClient plain = (HttpClient) result;
    HttpClient traced =
        plain
            .mapConnect(new NettyConnect(INSTRUMENTER))
            .doOnRequestError(new NettyCallbacks.RequestError(plain.configuration()))
            .doOnRequest(new NettyCallbacks.Request())
            .doOnResponseError(new NettyCallbacks.ResponseError())
            .doAfterResponseSuccess(new NettyCallbacks.Response())
            .doOnRedirect(new NettyCallbacks.Response());
    return traced instanceof HttpClient.RequestSender ? (HttpClient.RequestSender) traced : result;
  }

  /** When all of a response has been read. */
  @Guarded("a call of " + LIBRARY)
  static void end(Object operations) {
    if (INSTRUMENTER != null && operations instanceof HttpClientResponse) {
      NettyCallbacks.end((HttpClientResponse) operations, null);
    }
  }

  private ReactorNetty() {}
}
