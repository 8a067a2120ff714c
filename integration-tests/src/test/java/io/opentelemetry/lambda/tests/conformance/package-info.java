/** Runs the cases of {@code conformance/} with every layer, and keeps the matrix of the results. */
@NullMarked
package io.opentelemetry.lambda.tests.conformance;

import org.jspecify.annotations.NullMarked;
