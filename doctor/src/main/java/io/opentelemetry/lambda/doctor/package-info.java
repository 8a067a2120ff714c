/** Looks at a function's settings, and says what keeps its traces from arriving. */
@NullMarked
package io.opentelemetry.lambda.doctor;

import org.jspecify.annotations.NullMarked;
