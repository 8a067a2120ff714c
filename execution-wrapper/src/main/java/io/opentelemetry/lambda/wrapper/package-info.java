/**
 * The handler that the runtime sees in place of the user's: finds the user's handler by name and
 * converts events and results as the runtime does.
 */
package io.opentelemetry.lambda.wrapper;
