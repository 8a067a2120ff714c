/** When telemetry leaves the function: one class for each policy. No API. */
package io.opentelemetry.lambda.instrumentation.internal.flush;
