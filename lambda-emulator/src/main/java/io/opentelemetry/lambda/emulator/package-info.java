/**
 * Lambda on one machine, as a library: {@link io.opentelemetry.lambda.emulator.LambdaEnvironment}.
 */
@NullMarked
package io.opentelemetry.lambda.emulator;

import org.jspecify.annotations.NullMarked;
