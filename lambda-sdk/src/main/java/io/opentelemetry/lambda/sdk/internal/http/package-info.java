/**
 * Sends OTLP over HTTP/1.1 on plain sockets: what an exporter in a function needs of an HTTP
 * client, in as few classes as it takes, and a queue for what a backend does not take.
 */
package io.opentelemetry.lambda.sdk.internal.http;
