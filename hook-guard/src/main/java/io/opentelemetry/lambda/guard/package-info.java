/** The guard that keeps a fault of a hook from the function's call, written by the build. */
package io.opentelemetry.lambda.guard;
