package io.opentelemetry.lambda.cloudformation.document;

import org.jspecify.annotations.Nullable;

/** A template that cannot be used; the message says which, where, and what to do. */
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TemplateException(String message) {
    super(message);
  }

  public TemplateException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
