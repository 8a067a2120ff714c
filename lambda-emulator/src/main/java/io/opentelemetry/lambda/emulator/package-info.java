/**
 * Lambda on one machine, as a library: {@link
 * io.opentelemetry.lambda.emulator.environment.LambdaEnvironment}.
 */
@NullMarked
package io.opentelemetry.lambda.emulator;

import org.jspecify.annotations.NullMarked;
