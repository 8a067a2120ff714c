/** The OpenTelemetry SDK as a function needs it; found as a service by the execution wrapper. */
package io.opentelemetry.lambda.sdk;
