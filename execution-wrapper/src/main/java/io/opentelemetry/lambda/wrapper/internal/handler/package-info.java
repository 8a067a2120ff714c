/** Loads the user's handler and calls it as the runtime does. */
package io.opentelemetry.lambda.wrapper.internal.handler;
