/** Triggers that tell what has changed in a store. */
package io.opentelemetry.lambda.instrumentation.internal.trigger.datasource;
