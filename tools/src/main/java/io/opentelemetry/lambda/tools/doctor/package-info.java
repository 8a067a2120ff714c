/** Looks at a function's settings, and says what keeps its traces from arriving. */
@NullMarked
package io.opentelemetry.lambda.tools.doctor;

import org.jspecify.annotations.NullMarked;
