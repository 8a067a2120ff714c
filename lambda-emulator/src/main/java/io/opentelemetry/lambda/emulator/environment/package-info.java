/** Execution environments of a function, and what they go through. */
@NullMarked
package io.opentelemetry.lambda.emulator.environment;

import org.jspecify.annotations.NullMarked;
