/** Reads JSON texts without making objects of what is passed over. */
package io.opentelemetry.lambda.instrumentation.internal.json;
