/** Finds the OpenTelemetry that invocations are reported to. */
package io.opentelemetry.lambda.wrapper.internal.telemetry;
