package io.opentelemetry.lambda.client.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.opentelemetry.lambda.client.internal.GuardedStep;
import org.jspecify.annotations.Nullable;

/** The call below the traced one, which says what it was asked for. */
final class GrpcCall<Q, R> extends ForwardingClientCall.SimpleForwardingClientCall<Q, R> {

  private GuardedStep step = new GuardedStep();
  private @Nullable GrpcListener<R> users;

  GrpcCall(ClientCall<Q, R> call) {
    super(call);
  }

  /** Begins a step; the calling code takes one after the other, as gRPC has it. */
  GuardedStep next() {
    step = new GuardedStep();
    return step;
  }

  /** Names the listener that is to hear of the call, whatever becomes of the traced one's. */
  void expect(GrpcListener<R> listener) {
    users = listener;
  }

  @Override
  public void start(Listener<R> listener, Metadata headers) {
    GuardedStep current = step;
    current.take();
    try {
      super.start(users == null ? listener : new GrpcTracedListener<>(listener, users), headers);
    } catch (Throwable e) {
      current.fail(e);
      throw e;
    }
  }

  @Override
  public void sendMessage(Q message) {
    GuardedStep current = step;
    current.take();
    try {
      super.sendMessage(message);
    } catch (Throwable e) {
      current.fail(e);
      throw e;
    }
  }
}
