/**
 * Sends OTLP over HTTP/1.1 on one socket: what an exporter in a function needs of an HTTP client,
 * in as few classes as it takes.
 */
package io.opentelemetry.lambda.sdk.internal.http;
