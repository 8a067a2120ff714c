package io.opentelemetry.lambda.client.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.lambda.client.internal.GuardedStep;

/** The calling code's listener below the traced one, which says what it was told. */
final class GrpcListener<R>
    extends ForwardingClientCallListener.SimpleForwardingClientCallListener<R> {

  private GuardedStep step = new GuardedStep();

  GrpcListener(ClientCall.Listener<R> listener) {
    super(listener);
  }

  /** gRPC tells one thing after the other. */
  GuardedStep next() {
    step = new GuardedStep();
    return step;
  }

  @Override
  public void onMessage(R message) {
    step.take();
    try {
      super.onMessage(message);
    } catch (Throwable e) {
      step.fail(e);
      throw e;
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    step.take();
    try {
      super.onClose(status, trailers);
    } catch (Throwable e) {
      step.fail(e);
      throw e;
    }
  }

  @Override
  public void onReady() {
    step.take();
    try {
      super.onReady();
    } catch (Throwable e) {
      step.fail(e);
      throw e;
    }
  }
}
