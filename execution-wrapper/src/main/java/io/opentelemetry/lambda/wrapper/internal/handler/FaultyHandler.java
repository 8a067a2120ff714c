package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import java.io.InputStream;
import java.io.OutputStream;

/** Stands for a handler that cannot be loaded: each invocation fails with the reason. */
final class FaultyHandler implements RequestStreamHandler {

  private final UserFault fault;

  FaultyHandler(UserFault fault) {
    this.fault = fault;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context) {
    throw fault;
  }
}
