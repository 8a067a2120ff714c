/** Triggers that deliver messages. */
package io.opentelemetry.lambda.instrumentation.internal.trigger.messaging;
