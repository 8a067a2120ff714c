/** Layers attached to functions that are deployed, and taken off again. */
@NullMarked
package io.opentelemetry.lambda.tools.attach;

import org.jspecify.annotations.NullMarked;
