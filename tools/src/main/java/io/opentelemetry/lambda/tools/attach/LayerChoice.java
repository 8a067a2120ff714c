package io.opentelemetry.lambda.tools.attach;

/**
 * A layer version that goes with a function.
 *
 * @param arn with the version
 * @param instruments whether it brings {@code /opt/otel-handler}, as all but the Collector do
 */
record LayerChoice(String arn, boolean instruments) {}
