/** Logs for OpenTelemetry's classes in the layers, in the place of {@code java.util.logging}. */
package io.opentelemetry.lambda.instrumentation.logging;
