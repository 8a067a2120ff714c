/** How this project's command lines end; not API. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.cli;

import org.jspecify.annotations.NullMarked;
