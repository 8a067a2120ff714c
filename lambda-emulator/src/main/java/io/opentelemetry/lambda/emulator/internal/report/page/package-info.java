/** The report as a page and as a picture. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.report.page;

import org.jspecify.annotations.NullMarked;
