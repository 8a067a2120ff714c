package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.io.IOException;

/** Lambda has answered, but with an error. */
final class ExtensionsApiException extends IOException {

  private static final long serialVersionUID = 1;

  ExtensionsApiException(int status, String body) {
    super("the Extensions API answers " + status + " " + body);
  }
}
