package io.opentelemetry.lambda.client.reactornetty;

/** The hook of all of Reactor Netty's connections: a database driver's have no HttpClient. */
public final class NettyInbound {

  /**
   * On entry of {@code ChannelOperations.onInboundComplete}, after which the caller is told that
   * all is read, and may go on: the span leaves with its own invocation.
   */
  public static void onInboundComplete(Object operations) {
    if (operations.getClass().getName().startsWith("reactor.netty.http.client.")) {
      ReactorNetty.end(operations);
    }
  }

  private NettyInbound() {}
}
