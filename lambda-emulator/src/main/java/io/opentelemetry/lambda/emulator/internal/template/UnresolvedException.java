package io.opentelemetry.lambda.emulator.internal.template;

import io.opentelemetry.lambda.emulator.EmulatorException;

/** A value is correct, but known in AWS only: an environment variable can do without it. */
final class UnresolvedException extends RuntimeException {

  private final Location location;
  private final String reason;

  UnresolvedException(Location location, String reason) {
    super(location.describe(reason));
    this.location = location;
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  EmulatorException toError() {
    String message = reason + ", but needed here: use a parameter, and give it a value";
    return new EmulatorException(location.describe(message), this);
  }
}
