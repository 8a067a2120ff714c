/** Reports on a run, for people and programs. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.report;

import org.jspecify.annotations.NullMarked;
