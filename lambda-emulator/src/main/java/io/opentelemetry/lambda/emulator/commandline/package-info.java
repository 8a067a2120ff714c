/** How this project's command lines end. */
@NullMarked
package io.opentelemetry.lambda.emulator.commandline;

import org.jspecify.annotations.NullMarked;
