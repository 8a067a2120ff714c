/** Receives what functions export. */
@NullMarked
package io.opentelemetry.lambda.emulator.otlp;

import org.jspecify.annotations.NullMarked;
