/** Measures what the layers cost at a cold start. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.cold;

import org.jspecify.annotations.NullMarked;
