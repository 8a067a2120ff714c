package io.opentelemetry.lambda.sdk.internal.http;

import java.io.IOException;

/** A key of AWS's, its secret, and the session's token; the token may be empty. */
final class AwsCredentials {

  private final String key;
  private final String secret;
  private final String token;

  /** Gives credentials that have not expired. */
  interface Source {

    /**
     * Gets them, from where Lambda has them.
     *
     * @throws IOException if there are none, or they cannot be reached
     */
    AwsCredentials get() throws IOException;
  }

  AwsCredentials(String key, String secret, String token) {
    this.key = key;
    this.secret = secret;
    this.token = token;
  }

  String key() {
    return key;
  }

  String secret() {
    return secret;
  }

  String token() {
    return token;
  }
}
