/** Settings that are a file of OpenTelemetry's declarative configuration; not API. */
package io.opentelemetry.lambda.sdk.declarative;
