/** The command line. */
@NullMarked
package io.opentelemetry.lambda.emulator.cli;

import org.jspecify.annotations.NullMarked;
