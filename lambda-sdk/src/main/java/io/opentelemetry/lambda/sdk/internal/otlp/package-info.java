/** Spans as OTLP has them. */
package io.opentelemetry.lambda.sdk.internal.otlp;
