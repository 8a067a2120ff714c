/** An invocation's event, and what it can tell of its trigger. */
package io.opentelemetry.lambda.instrumentation.internal.event;
