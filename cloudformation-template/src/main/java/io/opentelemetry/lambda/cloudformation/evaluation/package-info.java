/** Evaluates the intrinsic functions, parameters and conditions of a template. */
@NullMarked
package io.opentelemetry.lambda.cloudformation.evaluation;

import org.jspecify.annotations.NullMarked;
