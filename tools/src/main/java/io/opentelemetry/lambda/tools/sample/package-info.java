/** Deploys, invokes and deletes the samples. */
@NullMarked
package io.opentelemetry.lambda.tools.sample;

import org.jspecify.annotations.NullMarked;
