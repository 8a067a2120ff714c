/** Code that the hooks of all client libraries share. */
package io.opentelemetry.lambda.client.internal;
