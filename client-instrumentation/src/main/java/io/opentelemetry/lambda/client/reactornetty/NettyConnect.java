package io.opentelemetry.lambda.client.reactornetty;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** Lets the callbacks of a call know of its exchange, by the context of Reactor's. */
final class NettyConnect
    implements Function<Mono<? extends Connection>, Mono<? extends Connection>> {

  private final Instrumenter<NettyRequest, HttpClientResponse> instrumenter;

  NettyConnect(Instrumenter<NettyRequest, HttpClientResponse> instrumenter) {
    this.instrumenter = instrumenter;
  }

  /** For a call, which may be made several times. */
  @Override
  @Guarded(ReactorNetty.LIBRARY)
  public Mono<? extends Connection> apply(@Otherwise Mono<? extends Connection> connection) {
    Calls calls = new Calls(connection);
    return Mono.defer(calls::make);
  }

  private final class Calls {

    private final Mono<? extends Connection> connection;
    private NettyExchange last = new NettyExchange(instrumenter, Context.root());

    private Calls(Mono<? extends Connection> connection) {
      this.connection = connection;
    }

    private Mono<Connection> make() {
      NettyExchange exchange = exchange(Context.current());
      return connection
          .<Connection>map(made -> made)
          .contextWrite(context -> context.put(NettyExchange.class, exchange))
          .doOnCancel(exchange::cancel);
    }

    /** One that is made again by the same caller, such as by {@code retry}, counts as a resend. */
    private synchronized NettyExchange exchange(Context caller) {
      last = last.caller() == caller ? last.again() : new NettyExchange(instrumenter, caller);
      return last;
    }
  }
}
