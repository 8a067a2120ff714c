package io.opentelemetry.lambda.client.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.opentelemetry.lambda.client.internal.GuardedStep;

/** Takes the step that the traced call fails before. */
final class GrpcTracedCall<Q, R> extends ForwardingClientCall.SimpleForwardingClientCall<Q, R> {

  private final GrpcCall<Q, R> call;

  GrpcTracedCall(ClientCall<Q, R> traced, GrpcCall<Q, R> call) {
    super(traced);
    this.call = call;
  }

  @Override
  public void start(Listener<R> listener, Metadata headers) {
    GrpcListener<R> users = new GrpcListener<>(listener);
    call.expect(users);
    GuardedStep step = call.next();
    try {
      super.start(users, headers);
    } catch (Throwable e) {
      if (step.isMissing("grpc", e)) {
        call.start(users, headers);
      }
    }
  }

  @Override
  public void sendMessage(Q message) {
    GuardedStep step = call.next();
    try {
      super.sendMessage(message);
    } catch (Throwable e) {
      if (step.isMissing("grpc", e)) {
        call.sendMessage(message);
      }
    }
  }
}
