/** Names the current span in the function's logs. */
package io.opentelemetry.lambda.wrapper.internal.logs;
