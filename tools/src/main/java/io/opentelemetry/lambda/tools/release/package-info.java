/** Collects a release, and takes the newest releases of others. */
@NullMarked
package io.opentelemetry.lambda.tools.release;

import org.jspecify.annotations.NullMarked;
