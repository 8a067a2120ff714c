/** Receives what functions export. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.otlp;

import org.jspecify.annotations.NullMarked;
