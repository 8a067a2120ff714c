/** The command line. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.cli;

import org.jspecify.annotations.NullMarked;
