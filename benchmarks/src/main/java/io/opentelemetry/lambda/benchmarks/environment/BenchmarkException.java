package io.opentelemetry.lambda.benchmarks.environment;

/** There is nothing to measure; the message says why, in one line. */
public final class BenchmarkException extends RuntimeException {

  public BenchmarkException(String message) {
    super(message);
  }

  public BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
