package io.opentelemetry.lambda.instrumentation;

import org.jspecify.annotations.Nullable;

/**
 * A function's ARN: {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}, then {@code :QUALIFIER} if
 * an alias or a version was invoked.
 */
final class FunctionArn {

  private static final int ACCOUNT = 4;
  private static final int QUALIFIER = 7;

  private final String[] parts;

  /** Parses an ARN; null if the text is no function's. */
  static @Nullable FunctionArn parse(@Nullable String arn) {
    if (arn == null) {
      return null;
    }
    String[] parts = arn.split(":", -1);
    boolean valid = parts.length == QUALIFIER || parts.length == QUALIFIER + 1;
    return valid && parts[0].equals("arn") ? new FunctionArn(parts) : null;
  }

  private FunctionArn(String[] parts) {
    this.parts = parts;
  }

  String accountId() {
    return parts[ACCOUNT];
  }

  /** The ARN with the version in the qualifier's place; without a qualifier, as it is. */
  String withVersion(String version) {
    StringBuilder arn = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      arn.append(':').append(i == QUALIFIER ? version : parts[i]);
    }
    return arn.toString();
  }
}
