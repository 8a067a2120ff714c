/** Triggers that pass on an HTTP request. */
package io.opentelemetry.lambda.instrumentation.internal.trigger.http;
