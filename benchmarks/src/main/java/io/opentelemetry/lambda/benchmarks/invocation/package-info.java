/** Measures what the layers cost in a process that is warm. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.invocation;

import org.jspecify.annotations.NullMarked;
