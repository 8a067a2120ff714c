/**
 * Sends OTLP over HTTP/1.1 on plain sockets: what an exporter in a function needs of an HTTP
 * client, in as few classes as it takes, and a queue for what a backend does not take.
 *
 * <p>An exporter's {@code SocketHttpSender} serialises and offers to the {@code Outbox}, which
 * bounds what all {@code Lane}s hold. A {@code Lane} owns one exporter's queue, the backend's
 * health and the connection; its {@code SenderThread} sends a {@code Batch} after the other. {@code
 * HttpConnection} and what it uses knows of HTTP alone.
 */
package io.opentelemetry.lambda.sdk.internal.http;
