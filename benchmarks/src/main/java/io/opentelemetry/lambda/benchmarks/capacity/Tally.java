package io.opentelemetry.lambda.benchmarks.capacity;

/** Adds up what the environments of one {@link Variant} do. */
final class Tally {

  private final int[] exportsBySecond;
  private long invocations;
  private long requests;
  private long connections;
  private double connectedMs;
  private long bytes;
  private double waitedMs;
  private long billedMs;

  Tally(int seconds) {
    this.exportsBySecond = new int[seconds];
  }

  /**
   * Counts an invocation.
   *
   * @param waited how long its caller waited for more than the handler
   * @param billed its whole milliseconds
   */
  void invocation(double waited, long billed) {
    invocations++;
    waitedMs += waited;
    billedMs += billed;
  }

  /** Counts requests that reach the backend at one time. */
  void requests(double atMs, int count, long size) {
    requests += count;
    bytes += size;
    int second = (int) (atMs / 1000);
    if (second < exportsBySecond.length) {
      exportsBySecond[second] += count;
    }
  }

  void connection() {
    connections++;
  }

  void connected(double ms) {
    connectedMs += ms;
  }

  CapacityResult result(Variant variant, int environments) {
    double seconds = exportsBySecond.length;
    int peak = 0;
    for (int exports : exportsBySecond) {
      peak = Math.max(peak, exports);
    }
    return new CapacityResult(
        variant,
        environments,
        invocations / seconds,
        requests / seconds,
        peak,
        connectedMs / 1000 / seconds,
        connections / seconds,
        bytes / seconds,
        mean((double) requests),
        mean((double) bytes),
        mean(waitedMs),
        mean((double) billedMs));
  }

  private double mean(double sum) {
    return invocations == 0 ? 0 : sum / invocations;
  }
}
