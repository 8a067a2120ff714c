/** Publishes layers in any regions, and deletes what was published. */
@NullMarked
package io.opentelemetry.lambda.tools.publish;

import org.jspecify.annotations.NullMarked;
