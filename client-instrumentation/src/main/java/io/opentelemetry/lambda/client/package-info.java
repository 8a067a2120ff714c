/** The calls that a function makes, traced without the agent: one file per client library. */
package io.opentelemetry.lambda.client;
