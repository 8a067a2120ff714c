package io.opentelemetry.lambda.client.reactornetty;

import io.opentelemetry.lambda.guard.Guarded;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientInfos;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** Callbacks that tell a call's exchange of it. */
final class NettyCallbacks {

  static @Nullable NettyExchange exchange(HttpClientInfos message) {
    return message.currentContextView().getOrDefault(NettyExchange.class, null);
  }

  static void end(HttpClientResponse response, @Nullable Throwable error) {
    NettyExchange exchange = exchange(response);
    if (exchange != null) {
      exchange.end(response, error);
    }
  }

  /** Marks those of this layer's. */
  interface Own {}

  /** Before a request is sent. */
  static final class Request implements Own, BiConsumer<HttpClientRequest, Connection> {

    @Override
    @Guarded("a call of " + ReactorNetty.LIBRARY)
    public void accept(HttpClientRequest request, Connection connection) {
      NettyExchange exchange = exchange(request);
      if (exchange != null) {
        exchange.start(request);
      }
    }
  }

  /** When a request has failed. */
  static final class RequestError implements Own, BiConsumer<HttpClientRequest, Throwable> {

    private final HttpClientConfig client;

    RequestError(HttpClientConfig client) {
      this.client = client;
    }

    @Override
    @Guarded("a call of " + ReactorNetty.LIBRARY)
    public void accept(HttpClientRequest request, Throwable error) {
      NettyExchange exchange = exchange(request);
      if (exchange != null) {
        exchange.fail(request, client, error);
      }
    }
  }

  /** When a response has been read, or says where else to ask. */
  static final class Response implements Own, BiConsumer<HttpClientResponse, Connection> {

    @Override
    @Guarded("a call of " + ReactorNetty.LIBRARY)
    public void accept(HttpClientResponse response, Connection connection) {
      end(response, null);
    }
  }

  /** When a response has failed. */
  static final class ResponseError implements Own, BiConsumer<HttpClientResponse, Throwable> {

    @Override
    @Guarded("a call of " + ReactorNetty.LIBRARY)
    public void accept(HttpClientResponse response, Throwable error) {
      end(response, error);
    }
  }

  private NettyCallbacks() {}
}
