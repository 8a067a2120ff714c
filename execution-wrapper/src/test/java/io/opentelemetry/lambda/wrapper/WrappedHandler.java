package io.opentelemetry.lambda.wrapper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The wrapper around the handler that a test names, where a function has its environment. */
public final class WrappedHandler implements RequestStreamHandler {

  static String handler;

  private final ExecutionWrapper wrapper;

  public WrappedHandler() {
    wrapper = new ExecutionWrapper(handler);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    wrapper.handleRequest(event, response, context);
  }
}
