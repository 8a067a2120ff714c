/** Simulates what many environments at once cost: exports, connections, bytes, billed time. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.capacity;

import org.jspecify.annotations.NullMarked;
