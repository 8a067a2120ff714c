package io.opentelemetry.lambda.benchmarks.capacity;

/** When the layer in the function's process exports, or that there is no layer. */
enum Flush {
  NONE("none"),
  BEFORE_RESPONSE("before-response"),
  AFTER_RESPONSE("after-response"),
  ADAPTIVE("adaptive");

  private final String setting;

  Flush(String setting) {
    this.setting = setting;
  }

  /** The value of {@code OTEL_LAMBDA_FLUSH}. */
  String setting() {
    return setting;
  }
}
