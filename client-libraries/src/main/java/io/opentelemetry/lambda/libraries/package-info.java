/**
 * The client libraries that the wrapper layer traces, as their {@code library.yaml} describe them.
 */
package io.opentelemetry.lambda.libraries;
