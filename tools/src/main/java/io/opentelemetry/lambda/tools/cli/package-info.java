/** The program: its commands, and how their errors are reported. */
@NullMarked
package io.opentelemetry.lambda.tools.cli;

import org.jspecify.annotations.NullMarked;
