package io.opentelemetry.lambda.libraries;

import java.util.List;

/**
 * A version of a client library that tests call by.
 *
 * @param calls of the tests' function, such as {@code okhttp.sync}
 * @param artifacts as {@code group:artifact:version}, without what they depend on
 */
public record TestedVersion(List<String> calls, List<String> artifacts) {

  public TestedVersion {
    calls = ClientLibrary.orEmpty(calls);
    artifacts = ClientLibrary.orEmpty(artifacts);
    if (calls.isEmpty() || artifacts.isEmpty()) {
      throw new IllegalArgumentException("versions: calls or artifacts are missing");
    }
  }

  /** Such as {@code 3.14} of {@code 3.14.9}. */
  String majorAndMinor() {
    String[] parts = artifacts.get(0).split(":", -1)[2].split("\\.", -1);
    return parts[0] + "." + parts[1];
  }
}
