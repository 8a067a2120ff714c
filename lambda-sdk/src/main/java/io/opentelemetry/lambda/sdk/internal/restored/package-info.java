/**
 * What is different in an environment that was restored from a snapshot: its instance's id, and
 * random numbers.
 */
package io.opentelemetry.lambda.sdk.internal.restored;
