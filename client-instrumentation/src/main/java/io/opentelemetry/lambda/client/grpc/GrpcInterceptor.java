package io.opentelemetry.lambda.client.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.opentelemetry.lambda.client.internal.Hooks;

/** An interceptor that fails by itself leaves the call as it is, of which no step is lost. */
final class GrpcInterceptor implements ClientInterceptor {

  private final ClientInterceptor delegate;

  GrpcInterceptor(ClientInterceptor delegate) {
    this.delegate = delegate;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    // what it throws is the next one's own
    GrpcCall<Q, R> call = new GrpcCall<>(next.newCall(method, options));
    try {
      return new GrpcTracedCall<>(
          delegate.interceptCall(method, options, new ChannelOfCall(call, next)), call);
    } catch (Throwable e) {
      Hooks.leave("a call of grpc", e);
      return call;
    }
  }

  /** Whose call is there already. */
  private static final class ChannelOfCall extends Channel {

    private final ClientCall<?, ?> call;
    private final Channel channel;

    private ChannelOfCall(ClientCall<?, ?> call, Channel channel) {
      this.call = call;
      this.channel = channel;
    }

    @SuppressWarnings("unchecked") // the interceptor passes the same method on
    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return (ClientCall<Q, R>) call;
    }

    @Override
    public String authority() {
      return channel.authority();
    }
  }
}
