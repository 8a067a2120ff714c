/** Measures what the layers cost the caller of a warm function. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
