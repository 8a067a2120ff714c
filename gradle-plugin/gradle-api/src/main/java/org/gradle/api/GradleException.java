package org.gradle.api;

public class GradleException extends RuntimeException {
  public GradleException(String message) {
    super(message);
  }

  public GradleException(String message, Throwable cause) {
    super(message, cause);
  }
}
