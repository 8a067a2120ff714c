/** Tells from the raw event what triggered an invocation: one file for each kind of trigger. */
package io.opentelemetry.lambda.instrumentation.internal.trigger;
