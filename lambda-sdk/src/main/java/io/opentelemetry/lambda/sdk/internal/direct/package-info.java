/** The exporter of spans as the variables ask for it, without OpenTelemetry's autoconfiguration. */
package io.opentelemetry.lambda.sdk.internal.direct;
