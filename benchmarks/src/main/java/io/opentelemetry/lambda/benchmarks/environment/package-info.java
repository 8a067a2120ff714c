/** Functions and layers that are measured, in environments that are alike. */
@NullMarked
package io.opentelemetry.lambda.benchmarks.environment;

import org.jspecify.annotations.NullMarked;
