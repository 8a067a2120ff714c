/** Freezes, limits, measures and ends the processes of an environment. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.process;

import org.jspecify.annotations.NullMarked;
