package io.opentelemetry.lambda.client.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.lambda.client.internal.GuardedStep;

/** Tells the calling code what the traced listener fails before. */
final class GrpcTracedListener<R>
    extends ForwardingClientCallListener.SimpleForwardingClientCallListener<R> {

  private final GrpcListener<R> users;

  GrpcTracedListener(ClientCall.Listener<R> traced, GrpcListener<R> users) {
    super(traced);
    this.users = users;
  }

  @Override
  public void onMessage(R message) {
    GuardedStep step = users.next();
    try {
      super.onMessage(message);
    } catch (Throwable e) {
      if (step.isMissing("grpc", e)) {
        users.onMessage(message);
      }
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    GuardedStep step = users.next();
    try {
      super.onClose(status, trailers);
    } catch (Throwable e) {
      if (step.isMissing("grpc", e)) {
        users.onClose(status, trailers);
      }
    }
  }

  @Override
  public void onReady() {
    GuardedStep step = users.next();
    try {
      super.onReady();
    } catch (Throwable e) {
      if (step.isMissing("grpc", e)) {
        users.onReady();
      }
    }
  }
}
