/** What is shown of a run. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.report;

import org.jspecify.annotations.NullMarked;
