/** The processes and the file system of an execution environment. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.sandbox;

import org.jspecify.annotations.NullMarked;
