/** Measures what the layers cost a call that a warm function makes. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
