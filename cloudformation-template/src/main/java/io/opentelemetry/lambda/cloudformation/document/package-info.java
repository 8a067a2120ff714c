/** Reads the text of a template into values that know their place. */
@NullMarked
package io.opentelemetry.lambda.cloudformation.document;

import org.jspecify.annotations.NullMarked;
