/**
 * Changes a few classes of the function while they are loaded, so that hooks are called. Existing
 * code changes only where a call becomes another one of the same length, so all else of it stays
 * valid.
 */
package io.opentelemetry.lambda.transformer;
