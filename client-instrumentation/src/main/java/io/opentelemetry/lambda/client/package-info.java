/** The calls that a function makes, traced without the agent: one package per client library. */
package io.opentelemetry.lambda.client;
