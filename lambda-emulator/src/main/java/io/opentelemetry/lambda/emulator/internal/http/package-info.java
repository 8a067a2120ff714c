/** The HTTP server that the APIs and the OTLP receiver share. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.http;

import org.jspecify.annotations.NullMarked;
