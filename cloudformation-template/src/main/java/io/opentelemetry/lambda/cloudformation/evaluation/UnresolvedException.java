package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.TemplateException;

/** A value is correct, but known in AWS only: an environment variable can do without it. */
public final class UnresolvedException extends RuntimeException {

  private final Location location;
  private final String reason;

  public UnresolvedException(Location location, String reason) {
    super(location.describe(reason));
    this.location = location;
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  public TemplateException toError() {
    String message = reason + ", but needed here: use a parameter, and give it a value";
    return new TemplateException(location.describe(message), this);
  }
}
