/** Payloads as attributes of an invocation's span, where the user wants them. */
package io.opentelemetry.lambda.instrumentation.internal.payload;
