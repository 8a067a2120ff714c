package io.opentelemetry.lambda.benchmarks.capacity;

/**
 * Lambda's price.
 *
 * @param gigabyteSecond US dollars for a second of a gigabyte of memory
 * @param millionRequests US dollars for a million invocations
 * @param memoryMb the function's memory
 * @see <a href="https://aws.amazon.com/lambda/pricing/">AWS on the price of Lambda</a>
 */
public record Price(double gigabyteSecond, double millionRequests, int memoryMb) {

  private static final double MB_PER_GB = 1024;

  /**
   * The price of a million invocations in US dollars.
   *
   * @param billedMs of one invocation
   */
  public double ofMillion(double billedMs) {
    return millionRequests + billedMs * 1000 * memoryMb / MB_PER_GB * gigabyteSecond;
  }
}
